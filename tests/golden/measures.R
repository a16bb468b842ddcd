# Golden numbers for tests/analysis/test_measures_golden.py: intervals of shares, means and medians by group.
# Run from the top of the project: Rscript tests/golden/measures.R (R 4.2, survey 4.1-1).
suppressPackageStartupMessages(library(survey))
set.seed(7)
n <- 240
data <- data.frame(
  branch = sprintf("b%02d", sample(1:18, n, replace = TRUE)),
  age_band = sample(c("young", "old"), n, replace = TRUE, prob = c(0.4, 0.6)),
  weight = round(runif(n, 0.4, 2.5), 3)
)
data$helpful <- pmin(5, pmax(1, round(3 + as.numeric(factor(data$branch)) / 12 - 0.6 * (data$age_band == "old") + rnorm(n, 0, 1.2))))
data$helpful[sample(n, 17)] <- NA
write.csv(data, "tests/golden/measures_data.csv", row.names = FALSE, quote = FALSE, na = "")

rows <- list()
add <- function(basis, group, measure, answer, estimate, low, high) {
  rows[[length(rows) + 1]] <<- data.frame(basis, group, measure, answer, estimate = format(estimate, digits = 15),
    low = format(low, digits = 15), high = format(high, digits = 15))
}
designs <- list(
  clustered = svydesign(ids = ~branch, weights = ~weight, data = data),
  weighted = svydesign(ids = ~1, weights = ~weight, data = data)
)
for (basis in names(designs)) for (group in c("all", "young", "old")) {
  whole <- subset(designs[[basis]], !is.na(helpful))
  part <- if (group == "all") whole else subset(whole, age_band == group)
  for (answer in 1:5) {
    share <- svyciprop(as.formula(paste0("~I(helpful == ", answer, ")")), part, method = "logit")
    add(basis, group, "share", answer, 100 * coef(share), 100 * confint(share)[1], 100 * confint(share)[2])
  }
  top <- svyciprop(~I(helpful >= 4), part, method = "logit")
  add(basis, group, "top", "", 100 * coef(top), 100 * confint(top)[1], 100 * confint(top)[2])
  net <- svymean(~I((helpful >= 4) - (helpful <= 2)), part)
  limits <- confint(net, df = degf(part))
  add(basis, group, "net", "", 100 * coef(net), 100 * limits[1], 100 * limits[2])
  mean <- svymean(~helpful, part)
  limits <- confint(mean, df = degf(part))
  add(basis, group, "mean", "", coef(mean), limits[1], limits[2])
  median <- svyquantile(~helpful, part, 0.5, interval.type = "mean", qrule = "hf2", df = degf(part))$helpful
  add(basis, group, "median", "", median[1, "quantile"], median[1, "ci.2.5"], median[1, "ci.97.5"])
}
write.csv(do.call(rbind, rows), "tests/golden/measures.csv", row.names = FALSE, quote = FALSE)
