# R-indicators by R's own glm, one row a person, from tables that come with R. Writes response_data.csv (the tables as counts) and
# response.csv (what analysis/response must give). Run: Rscript tests/golden/response.R (in tests/golden).
#
# Formulas: Shlomo, Skinner & Schouten (2012), RISQ manual 2.1: S2 = variance of the propensities (n - 1), bias = mean of
# z' V z - (1 - f) S2 / n with z = rho (1 - rho) x and V = the coefficients' covariance; variance of R = (4 a'Va + 2 tr(BVBV) +
# (1 - f) var((rho - mean)^2) / n) / S2ml. f = share of the target group that was invited.
options(digits = 15)

people <- function(table, yes) {
  cells <- as.data.frame(table)
  rows <- cells[rep(seq_len(nrow(cells)), cells$Freq), names(cells) != "Freq", drop = FALSE]
  answer <- names(yes)
  rows$answered <- as.integer(rows[[answer]] == yes)
  rows[[answer]] <- NULL
  rows
}

studies <- list(
  titanic = people(Titanic, c(Survived = "Yes")),
  berkeley = people(UCBAdmissions, c(Admit = "Admitted")),
  hair = people(HairEyeColor, c(Sex = "Female"))
)

indicator <- function(rows, f) {
  groups <- setdiff(names(rows), "answered")
  fit <- glm(reformulate(groups, "answered"), binomial, rows, control = list(epsilon = 1e-14, maxit = 100))
  rho <- fitted(fit)
  n <- length(rho)
  # vcov(fit) rests on the weights before the last step; these are those of the fitted propensities.
  v <- solve(crossprod(model.matrix(fit) * sqrt(rho * (1 - rho))))
  z <- rho * (1 - rho) * model.matrix(fit)
  s2 <- var(rho)
  bias <- mean(rowSums((z %*% v) * z)) - (1 - f) * s2 / n
  ml <- mean((rho - mean(rho))^2)
  a <- colMeans(sweep(z, 2, colMeans(z)) * (rho - mean(rho)))
  b <- crossprod(sweep(z, 2, colMeans(z))) / n
  drawn <- (1 - f) * var((rho - mean(rho))^2) / n
  variance <- (4 * t(a) %*% v %*% a + 2 * sum(diag(b %*% v %*% b %*% v)) + drawn) / ml
  c(r = 1 - 2 * sqrt(max(s2 - bias, 0)), unadjusted = 1 - 2 * sqrt(s2), se = sqrt(variance), mean = mean(rho))
}

partials <- function(rows, group) {
  n <- tapply(rows$answered, rows[[group]], length)
  rate <- tapply(rows$answered, rows[[group]], mean)
  away <- rate - mean(rows$answered)
  parts <- sign(away) * sqrt(n / sum(n) * away^2)
  test <- suppressWarnings(chisq.test(table(rows$answered, rows[[group]]), correct = FALSE))
  c(setNames(parts, paste0("partial:", names(parts))), partial = sqrt(sum(parts^2)),
    chisq = unname(test$statistic), df = unname(test$parameter), p = test$p.value)
}

long <- function(study, what, values) data.frame(study = study, of = what, name = names(values), value = unname(values))
found <- do.call(rbind, lapply(names(studies), function(study) {
  rows <- studies[[study]]
  rbind(
    long(study, "f=0", indicator(rows, 0)),
    long(study, "f=1", indicator(rows, 1)),
    do.call(rbind, lapply(setdiff(names(rows), "answered"), function(g) long(study, g, partials(rows, g))))
  )
}))
found$value <- formatC(found$value, digits = 15, format = "g")
write.csv(found, "response.csv", row.names = FALSE, quote = FALSE)

counts <- do.call(rbind, lapply(names(studies), function(study) {
  rows <- studies[[study]]
  groups <- setdiff(names(rows), "answered")
  key <- do.call(paste, c(rows[groups], sep = "|"))
  all <- tapply(rows$answered, key, length)
  data.frame(study = study, groups = paste(groups, collapse = "|"), codes = names(all), invited = as.vector(all),
             answered = as.vector(tapply(rows$answered, key, sum)))
}))
write.csv(counts, "response_data.csv", row.names = FALSE, quote = FALSE)
