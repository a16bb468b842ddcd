# What R's survey package makes of the designs that parity.py has drawn: Rscript parity.R respondents.csv numbers.csv
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "fail", warn = -1)
paths <- commandArgs(trailingOnly = TRUE)
all <- read.csv(paths[1], colClasses = c(data = "character", cluster = "character", stratum = "character"), na.strings = "")
out <- file(paths[2], "w")
cat("design,rows,columns,quantity,group,answer,value\n", file = out)

emit <- function(design, rows, columns, quantity, group, answer, value)
  cat(paste0(paste(design, rows, columns, quantity, group, answer, formatC(value, digits = 17, format = "g", width = 1), sep = ","),
             "\n"), sep = "", file = out)
designed <- function(d) {
  if (anyNA(d$fpc)) svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, data = d)
  else svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, fpc = ~fpc, data = d)
}
four <- function(name, columns, kind, values) emit(name, "g", columns, paste0(kind, c("_f", "_df", "_ddf", "_p")), "", "", values)

chi <- function(name, d, columns) {
  s <- subset(designed(d), !is.na(g) & !is.na(get(columns)))
  t <- try(eval(bquote(svychisq(~g + .(as.name(columns)), s, statistic = "F"))), silent = TRUE)
  four(name, columns, "rao_scott", if (inherits(t, "try-error")) rep(NA_real_, 4) else c(t$statistic, t$parameter, t$p.value))
}
rank <- function(name, d) {
  d$weight <- d$weight / 2   # twice everybody, mirrored: see tests/golden/survey.R
  s <- subset(designed(rbind(d, d[nrow(d):1, ])), !is.na(g) & !is.na(o))
  t <- try(svyranktest(o ~ g, s), silent = TRUE)
  values <- if (inherits(t, "try-error")) rep(NA_real_, 4)
    else if (is.null(t$estimate)) c(t$parameter / t$statistic, t$statistic, t$ddf, t$p.value)
    else c(t$statistic^2, 1, t$parameter, t$p.value)
  four(name, "o", "rank", values)
}
errors <- function(name, d) {
  if (length(unique(na.omit(d$o[!is.na(d$g)]))) < 2) return()   # svyby wants two answers or more
  s <- update(subset(designed(d), !is.na(g) & !is.na(o)), f = factor(o))
  shares <- svyby(~f, ~g, s, svymean); means <- svyby(~o, ~g, s, svymean); totals <- svyby(~o, ~g, s, svytotal)
  answers <- levels(factor(s$variables$f)); se <- SE(shares)
  for (j in seq_along(answers)) {
    emit(name, "g", "o", "share", shares$g, answers[j], shares[[1 + j]])
    emit(name, "g", "o", "share_se", shares$g, answers[j], as.numeric(se[[j]]))
  }
  emit(name, "g", "o", "mean", means$g, "", means$o); emit(name, "g", "o", "mean_se", means$g, "", SE(means))
  emit(name, "g", "o", "total_se", totals$g, "", SE(totals))
}
for (name in unique(all$data)) {
  d <- all[all$data == name, ]
  chi(name, d, "o"); chi(name, d, "a"); rank(name, d); errors(name, d)
}
close(out)
