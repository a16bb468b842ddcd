# Golden numbers for tests/analysis/test_golden_comparisons.py: Rscript tests/golden/comparisons.R > tests/golden/comparisons.csv
# Needs Debian's r-cran-coin, -vcd, -effectsize, -psych, -survey, -mass. Data are drawn with a fixed seed and written out, so that the
# numbers can be checked anywhere. `data` is a table (rows apart by /) or two rows of numbers.
suppressPackageStartupMessages({library(coin); library(vcd); library(effectsize); library(psych)})
set.seed(44)
cat("source,what,id,data,value\n")
num <- function(x) formatC(unname(x), digits = 17, format = "g", width = 1)
flat <- function(m) paste(apply(m, 1, paste, collapse = " "), collapse = "/")
put <- function(source, what, id, data, value) cat(source, ",", what, ",", id, ",", data, ",", num(value), "\n", sep = "")
draw <- function(r, c, n) matrix(tabulate(sample(r * c, n, TRUE, runif(r * c, 0.3, 1)), r * c), r)
long <- function(m) list(value = rep(rep(seq_len(ncol(m)), each = nrow(m)), as.vector(m)),
                         group = factor(rep(rep(seq_len(nrow(m)), ncol(m)), as.vector(m))))

# rank tests
for (i in 1:6) {
  m <- draw(1 + (i - 1) %% 3 + 1, 5, 40 + 20 * i); d <- long(m)
  t <- kruskal_test(value ~ group, data = d)
  put("coin::kruskal_test", "kruskal_statistic", i, flat(m), statistic(t))
  put("coin::kruskal_test", "kruskal_p", i, flat(m), pvalue(t))
}
for (i in 1:5) {
  m <- draw(2, 5, 30 + 15 * i); d <- long(m)
  w <- suppressWarnings(wilcox.test(value ~ group, data = d, exact = FALSE, correct = FALSE))
  put("wilcox.test", "mann_whitney_u", i, flat(m), w$statistic)
  put("wilcox.test", "mann_whitney_p", i, flat(m), w$p.value)
  put("coin::wilcox_test", "mann_whitney_p", i, flat(m), pvalue(wilcox_test(value ~ group, data = d)))
}
# association
for (i in 1:6) {
  m <- draw(2 + i %% 3, 3 + i %% 2, 60 + 20 * i); dimnames(m) <- list(seq_len(nrow(m)), seq_len(ncol(m)))
  a <- assocstats(as.table(m))
  put("vcd::assocstats", "cramers_v", i, flat(m), a$cramer)
  put("vcd::assocstats", "chi_square", i, flat(m), a$chisq_tests[2, 1])
  v <- suppressWarnings(effectsize::cramers_v(m, adjust = FALSE, ci = 0.95, alternative = "two.sided"))
  put("effectsize::cramers_v", "cramers_v_low", i, flat(m), v$CI_low)
  put("effectsize::cramers_v", "cramers_v_high", i, flat(m), v$CI_high)
}
# exact: all tables with the same margins, ordered by chi-square
every <- function(rows, cols) {
  if (length(rows) == 1) return(list(matrix(cols, 1)))
  firsts <- as.matrix(expand.grid(lapply(cols, function(x) 0:min(x, rows[1]))))
  firsts <- firsts[rowSums(firsts) == rows[1], , drop = FALSE]
  unlist(lapply(seq_len(nrow(firsts)), function(k) lapply(every(rows[-1], cols - firsts[k, ]),
         function(rest) rbind(firsts[k, ], rest))), recursive = FALSE)
}
exact_p <- function(m) {
  e <- outer(rowSums(m), colSums(m)) / sum(m)
  all <- every(rowSums(m), colSums(m))
  p <- exp(sapply(all, function(x) -sum(lfactorial(x)))); p <- p / sum(p)
  s <- sapply(all, function(x) sum((x - e)^2 / e))
  sum(p[s >= sum((m - e)^2 / e) * (1 - 1e-9)])
}
filled <- function(r, c, n) repeat { m <- draw(r, c, n); if (all(rowSums(m) > 0) && all(colSums(m) > 0)) return(m) }
for (i in 1:6) { m <- filled(2 + i %% 4 + (i %% 4 == 0), 2, 14 + i); put("enumeration", "exact_p", i, flat(m), exact_p(m)) }
for (i in 1:4) { m <- filled(3, 3, 10 + i); put("enumeration", "sampled_p", i, flat(m), exact_p(m)) }
for (i in 1:4) { m <- draw(2, 2, 10 + 4 * i); put("fisher.test", "exact_p", i + 6, flat(m), fisher.test(m)$p.value) }
# two sides
for (i in 1:5) {
  m <- draw(2, 2, 90 + 10 * i); t <- prop.test(m[, 1], rowSums(m), correct = FALSE)
  put("prop.test", "two_shares_square", i, flat(m), t$statistic)
  put("prop.test", "two_shares_p", i, flat(m), t$p.value)
}
for (i in 1:4) {
  m <- draw(2, 5, 25 + 20 * i); d <- long(m); t <- t.test(value ~ group, data = d)
  put("t.test", "two_means_statistic", i, flat(m), t$statistic)
  put("t.test", "two_means_df", i, flat(m), t$parameter)
  put("t.test", "two_means_p", i, flat(m), t$p.value)
  put("t.test", "two_means_low", i, flat(m), t$conf.int[1])
  put("t.test", "two_means_high", i, flat(m), t$conf.int[2])
}
# paired: two rows of answers
for (i in 1:5) {
  a <- rbinom(30 + 5 * i, 1, 0.6); b <- rbinom(30 + 5 * i, 1, 0.4); x <- rbind(a, b)
  up <- sum(b > a); down <- sum(b < a)
  put("binom.test", "mcnemar_mid_p", i, flat(x), min(1, binom.test(up, up + down)$p.value - dbinom(min(up, down), up + down, 0.5)))
}
for (i in 1:5) {
  a <- sample(5, 25 + 8 * i, TRUE); b <- pmin(5, pmax(1, a + sample(-1:2, length(a), TRUE))); x <- rbind(a, b)
  w <- suppressWarnings(wilcox.test(b, a, paired = TRUE, exact = FALSE, correct = FALSE))
  put("wilcox.test", "signed_rank_statistic", i, flat(x), w$statistic)
  put("wilcox.test", "signed_rank_p", i, flat(x), w$p.value)
}
for (i in 1:4) {
  repeat { a <- sample(5, 12, TRUE); b <- sample(5, 12, TRUE); if (sum(a != b) %in% 6:11) break }
  x <- rbind(a, b); t <- wilcoxsign_test(b ~ a, zero.method = "Wilcoxon", distribution = "exact")
  put("coin::wilcoxsign_test", "signed_rank_p", i + 5, flat(x), pvalue(t))
}
for (i in 1:4) {
  a <- sample(5, 30 + 10 * i, TRUE); b <- pmin(5, pmax(1, a + sample(-2:2, length(a), TRUE))); x <- rbind(a, b)
  s <- suppressWarnings(cor.test(a, b, method = "spearman", exact = FALSE))
  k <- suppressWarnings(cor.test(a, b, method = "kendall", exact = FALSE))
  put("cor.test", "spearman_rho", i, flat(x), s$estimate); put("cor.test", "spearman_p", i, flat(x), s$p.value)
  put("cor.test", "kendall_tau", i, flat(x), k$estimate); put("cor.test", "kendall_p", i, flat(x), k$p.value)
}
# families
for (i in 1:3) {
  p <- round(runif(8)^3, 6)
  for (method in c("holm", "BH")) {
    q <- p.adjust(p, method)
    for (j in seq_along(q)) put("p.adjust", paste0(tolower(method), "_", j), i, paste(p, collapse = " "), q[j])
  }
}
# index: Cronbach's alpha of items (rows are items)
for (i in 1:3) {
  base <- rnorm(40); x <- sapply(1:(2 + i), function(j) pmin(5, pmax(1, round(3 + base + rnorm(40)))))
  put("psych::alpha", "cronbach", i, flat(t(x)), suppressWarnings(psych::alpha(as.data.frame(x), warnings = FALSE)$total$raw_alpha))
}
