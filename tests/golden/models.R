# Golden models for tests/analysis/test_golden_comparisons.py: Rscript tests/golden/models.R (writes models_data.csv and models.csv beside itself)
# Needs Debian's r-cran-survey and r-cran-mass. Clusters of unequal size, as in a survey of municipalities.
suppressPackageStartupMessages(library(survey))
set.seed(4)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
sizes <- c(9, 8, 6, 6, rep(5, 7), rep(4, 8), rep(3, 9), rep(2, 12), rep(1, 4))
cluster <- rep(seq_along(sizes), sizes)
n <- length(cluster)
size <- c("small", "medium", "large")[1 + (seq_along(sizes) %% 3)][cluster]
role <- sample(c("employee", "leader"), n, TRUE, c(0.7, 0.3))
latent <- rnorm(length(sizes), sd = 0.5)[cluster] + 0.6 * (role == "leader") + rlogis(n)
answer <- cut(latent, c(-Inf, -1.5, -0.3, 0.6, 1.8, Inf), labels = FALSE)
yes <- as.integer(latent + rlogis(n) > 0.4)
data <- data.frame(cluster, size, role, answer, yes)
write.csv(data, file.path(here, "models_data.csv"), row.names = FALSE, quote = FALSE)
data$size <- relevel(factor(data$size), names(which.max(table(data$size))))
data$role <- relevel(factor(data$role), "employee")
design <- svydesign(ids = ~cluster, weights = ~1, data = data)
rows <- list()
put <- function(model, what, value) rows[[length(rows) + 1]] <<- data.frame(model, what, value = formatC(unname(value), digits = 17, format = "g", width = 1))
keep <- function(model, fit, beta, spread) {
  for (name in c("roleleader", "sizemedium", "sizesmall", "sizelarge")) if (name %in% names(beta)) {
    put(model, paste0(name, "_b"), beta[name]); put(model, paste0(name, "_se"), sqrt(spread[name, name]))
  }
  own <- grep("^size", names(beta))
  put(model, "size_f", c(beta[own] %*% solve(spread[own, own], beta[own])) / length(own))
}
ordered <- svyolr(factor(answer) ~ role + size, design, control = list(reltol = 1e-15, maxit = 500))
keep("ordered_logit", ordered, coef(ordered, intercepts = FALSE), vcov(ordered))
binary <- svyglm(yes ~ role + size, design, family = quasibinomial, control = list(epsilon = 1e-14, maxit = 100))
keep("binary_logit", binary, coef(binary), vcov(binary))
f <- regTermTest(binary, ~size)
put("binary_logit", "size_ddf", f$ddf); put("binary_logit", "size_p", f$p)
# The weighted, clustered mean change of pairs
design$variables$change <- (data$answer + 2 * data$yes) %% 4 - 1.5
m <- svymean(~change, design)
put("paired_design", "mean", coef(m)); put("paired_design", "se", SE(m))
write.csv(do.call(rbind, rows), file.path(here, "models.csv"), row.names = FALSE, quote = FALSE)
