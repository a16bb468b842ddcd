# Golden numbers for tests/survey/test_coding_alpha.py: Krippendorff's alpha by the package irr.
#   Rscript tests/golden/kripp.R > tests/golden/kripp.csv
# Without the package: Rscript tests/golden/kripp.R kripp.alpha.R, with that file of irr's source.
# irr divides by one pair a unit where nobody left a gap and there are more than two coders, which is right for two coders
# only; such tables are left out here.
source_file <- commandArgs(trailingOnly = TRUE)
if (length(source_file)) source(source_file) else kripp.alpha <- irr::kripp.alpha
set.seed(2011)
cat("id,metric,ratings,alpha\n")
cell <- function(v) ifelse(is.na(v), ".", as.character(v))
put <- function(id, x) {
  text <- paste(apply(x, 1, function(row) paste(cell(row), collapse = " ")), collapse = "/")
  for (metric in c("nominal", "ordinal", "interval")) {
    cat(id, metric, text, formatC(kripp.alpha(x, metric)$value, digits = 17, format = "g", width = 1), sep = ",")
    cat("\n")
  }
}
n <- NA
put("krippendorff_c", rbind(
  c(1, 2, 3, 3, 2, 1, 4, 1, 2, n, n, n), c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, n, 3),
  c(n, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, n), c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, n)))
put("krippendorff_a", rbind(c(0, 1, 0, 0, 0, 0, 0, 0, 1, 0), c(1, 1, 1, 0, 0, 1, 0, 0, 0, 0)))
put("krippendorff_b", rbind(c(1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1), c(2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4)))
for (i in 1:20) {
  coders <- sample(2:5, 1)
  x <- matrix(sample(1:sample(2:6, 1), coders * (10 + i), TRUE), coders)
  x[1, 1] <- x[2, 1]
  if (i %% 2) x[2:coders, 3:10] <- matrix(x[1, 3:10], coders - 1, 8, byrow = TRUE)
  x[sample(length(x), ceiling(length(x) / 6))] <- NA
  put(i, x)
}
