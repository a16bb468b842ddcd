# Golden numbers for tests/analysis/test_compare.py, made with base R only: Rscript tests/golden/compare.R > tests/golden/compare.csv
# Tables are drawn with a fixed seed and written out as counts, so that the numbers can be checked anywhere.
set.seed(2019)
cat("id,method,counts,statistic,df,p_value,effect,sampled\n")
flat <- function(m) paste(apply(m, 1, paste, collapse = " "), collapse = "/")
num <- function(x) formatC(x, digits = 17, format = "g", width = 1)
row <- function(id, method, m, s, df, p, e, sampled) {
  cat(id, method, flat(m), s, df, num(p), num(e), sampled, sep = ","); cat("\n")
}
draw <- function(r, c, n) {
  p <- matrix(runif(r * c, 0.3, 1), r)
  matrix(tabulate(sample(r * c, n, TRUE, p), r * c), r)
}
v <- function(m) {
  x <- suppressWarnings(chisq.test(m, correct = FALSE))$statistic
  unname(sqrt(x / (sum(m) * (min(dim(m)) - 1))))
}
for (i in 1:25) {
  m <- draw(sample(2:4, 1), 2, 150 + 5 * i)
  t <- chisq.test(m, correct = FALSE)
  row(i, "chi_square", m, num(unname(t$statistic)), unname(t$parameter), t$p.value, v(m), "no")
}
for (i in 1:30) {
  k <- sample(2:4, 1)
  m <- draw(k, 5, 30 + 5 * i)
  values <- rep(rep(1:5, each = k), as.vector(m))
  groups <- rep(rep(1:k, 5), as.vector(m))
  t <- kruskal.test(values, groups)
  n <- length(values)
  eta <- sqrt(max(0, (unname(t$statistic) - k + 1) / (n - k)))
  row(i, "kruskal", m, num(unname(t$statistic)), unname(t$parameter), t$p.value, eta, "no")
}
for (i in 1:15) {
  m <- draw(2, 2, 8 + i)
  row(i, "exact", m, "NA", "NA", fisher.test(m)$p.value, v(m), "no")
}
# Larger tables: the exact conditional p-value of the chi-square statistic, by full enumeration of tables with these margins.
enumerate_p <- function(m) {
  e <- outer(rowSums(m), colSums(m)) / sum(m)
  stat <- function(x) sum((x - e)^2 / e)
  observed <- stat(m)
  total <- 0; extreme <- 0
  const <- sum(lfactorial(rowSums(m))) + sum(lfactorial(colSums(m))) - lfactorial(sum(m))
  # 3 x 2 tables: the first two cells of the first column determine the rest
  r <- rowSums(m); c1 <- colSums(m)[1]
  for (a in 0:r[1]) for (b in 0:r[2]) {
    cc <- c1 - a - b
    if (cc < 0 || cc > r[3]) next
    x <- cbind(c(a, b, cc), r - c(a, b, cc))
    p <- exp(const - sum(lfactorial(x)))
    total <- total + p
    if (stat(x) >= observed * (1 - 1e-12)) extreme <- extreme + p
  }
  stopifnot(abs(total - 1) < 1e-9)
  extreme
}
for (i in 1:8) {
  m <- draw(3, 2, 14 + i)
  while (any(rowSums(m) == 0) || any(colSums(m) == 0)) m <- draw(3, 2, 14 + i)
  row(i + 15, "exact", m, "NA", "NA", enumerate_p(m), v(m), "yes")
}
