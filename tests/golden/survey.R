# Golden numbers for tests/analysis/test_design_golden.py and test_weights.py, made with R's survey package (T. Lumley, 4.1-1 here):
#   Rscript tests/golden/survey.R
# writes survey_data.csv (respondents) and survey.csv (what R makes of them) beside this file. The tests run without R.
#
# The rows clus1, clus2, srs and strat are taken from the samples of Californian schools `api` that ship with that package
# (GPL-2 | GPL-3; this project is GPL-3.0-or-later): some of their columns, renamed. The others are drawn here with fixed seeds.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "fail", warn = -1)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))

# ---- data: one frame, the same columns for all -------------------------------------------------------------------------------

data(api)
school <- function(name, d, cluster, stratum, fpc) data.frame(
  data = name, cluster = cluster, stratum = stratum, weight = d$pw, fpc = fpc, g = as.character(d$stype),
  a = as.character(d$sch.wide), b = as.character(d$awards), o = as.integer(cut(d$api00, c(0, 500, 600, 700, 800, 1000))),
  x = d$api99)
parts <- list(
  school("clus1", apiclus1, apiclus1$dnum, "", apiclus1$fpc),
  school("clus2", apiclus2, apiclus2$dnum, "", apiclus2$fpc1),
  school("srs", apisrs, seq_len(nrow(apisrs)), "", apisrs$fpc),
  school("strat", apistrat, seq_len(nrow(apistrat)), as.character(apistrat$stype), apistrat$fpc))

draw <- function(name, seed, strata, clusters, people, population) {
  set.seed(seed)
  d <- do.call(rbind, lapply(seq_len(strata), function(h) {
    n <- clusters[h]
    size <- pmax(1, rpois(n, people))
    id <- rep(seq_len(n), size)
    lift <- rep(rnorm(n, 0, 0.6), size)
    data.frame(cluster = h * 1000 + id, stratum = letters[h], fpc = population[h], lift = lift, w = rep(runif(n, 0.5, 2), size))
  }))
  n <- nrow(d)
  score <- d$lift + rnorm(n)
  hide <- function(x, part) { x[runif(n) < part] <- NA; x }
  data.frame(data = name, cluster = d$cluster, stratum = d$stratum, weight = round(d$w * runif(n, 0.6, 1.6), 4), fpc = d$fpc,
    g = hide(sample(c("k", "l", "m", "n"), n, TRUE, c(5, 4, 2, 1)), 0.05), a = hide(ifelse(score + rnorm(n) > 0.3, "Yes", "No"), 0.08),
    b = hide(sample(c("p", "q", "r", "s", "t"), n, TRUE, c(5, 4, 3, 2, 1)), 0.1),
    o = hide(as.integer(cut(score, c(-9, -1.2, -0.4, 0.4, 1.2, 9))), 0.07), x = round(20 + 5 * score + rnorm(n), 2))
}
few <- draw("few", 4, 1, 12, 9, Inf)          # one stratum of few clusters, no correction
many <- draw("many", 5, 5, c(6, 8, 10, 12, 9), 7, c(9, 40, 30, 15, 90))
census <- draw("census", 6, 3, c(7, 8, 9), 5, c(7, 20, 40))   # every unit of the first stratum was drawn
people <- draw("people", 7, 3, c(90, 60, 50), 0, c(200, 400, 60))  # a person a unit
zero <- draw("zero", 8, 2, c(14, 11), 8, c(30, 30))
zero$weight[seq(3, nrow(zero), 11)] <- 0      # people who count for nothing
parts <- c(parts, list(few, many, census, people, zero))
all <- do.call(rbind, parts)
all$fpc[is.infinite(all$fpc)] <- NA
write.csv(all, file.path(here, "survey_data.csv"), row.names = FALSE, na = "", quote = FALSE)

# ---- numbers -----------------------------------------------------------------------------------------------------------------

out <- file(file.path(here, "survey.csv"), "w")
cat("design,rows,columns,quantity,group,answer,value\n", file = out)
emit <- function(design, rows, columns, quantity, group, answer, value)
  cat(design, rows, columns, quantity, group, answer, paste0(formatC(value, digits = 17, format = "g", width = 1), "\n"), sep = ",", file = out)

designed <- function(d) {
  d$one <- ifelse(nzchar(d$stratum), d$stratum, "all")
  if (anyNA(d$fpc)) svydesign(id = ~cluster, strata = ~one, weights = ~weight, data = d)
  else svydesign(id = ~cluster, strata = ~one, weights = ~weight, fpc = ~fpc, data = d)
}
chi <- function(name, d, rows, columns) {
  known <- d[!is.na(d[[rows]]) & !is.na(d[[columns]]), ]
  s <- subset(designed(d), !is.na(get(rows)) & !is.na(get(columns)))
  t <- try(eval(bquote(svychisq(~.(as.name(rows)) + .(as.name(columns)), s, statistic = "F"))), silent = TRUE)
  if (inherits(t, "try-error")) return()
  values <- c(t$statistic, t$parameter, t$p.value)
  for (i in 1:4) emit(name, rows, columns, c("rao_scott_f", "rao_scott_df", "rao_scott_ddf", "rao_scott_p")[i], "", "", values[i])
}
# Half of everybody twice, the second time in the opposite order: R breaks ties in the order of the file, and this way that cannot matter.
mirrored <- function(d) { d$weight <- d$weight / 2; designed(rbind(d, d[nrow(d):1, ])) }
rank <- function(name, d, rows) {
  s <- subset(mirrored(d), !is.na(get(rows)) & !is.na(o))
  t <- eval(bquote(svyranktest(o ~ .(as.name(rows)), s)))
  if (is.null(t$estimate)) values <- c(t$parameter / t$statistic, t$statistic, t$ddf, t$p.value)
  else { values <- c(t$statistic^2, 1, t$parameter, t$p.value); emit(name, rows, "o", "rank_difference", "", "", abs(t$estimate)) }
  for (i in 1:4) emit(name, rows, "o", c("rank_f", "rank_df", "rank_ddf", "rank_p")[i], "", "", values[i])
}
shares <- function(name, d, rows, columns) {
  for (group in sort(unique(na.omit(d[[rows]])))) {
    s <- subset(designed(d), !is.na(get(rows)) & !is.na(get(columns)) & get(rows) == group)
    for (answer in sort(unique(na.omit(d[[columns]])))) {
      s <- update(s, hit = as.numeric(get(columns) == answer))
      m <- svymean(~hit, s)
      if (coef(m) <= 0 || coef(m) >= 1) next
      emit(name, rows, columns, "share", group, answer, coef(m))
      emit(name, rows, columns, "share_se", group, answer, SE(m))
      # "xlogit" is "logit" without the iterations of a model, which stop at eight digits.
      ci <- attr(svyciprop(~hit, s, method = "xlogit", df = degf(s)), "ci")
      stopifnot(all.equal(ci, attr(svyciprop(~hit, s, method = "logit", df = degf(s)), "ci"), tolerance = 1e-6))
      emit(name, rows, columns, "share_low", group, answer, ci[1])
      emit(name, rows, columns, "share_high", group, answer, ci[2])
    }
  }
}
numbers <- function(name, d, rows) {
  for (group in sort(unique(na.omit(d[[rows]])))) {
    s <- subset(designed(d), !is.na(get(rows)) & get(rows) == group)
    m <- svymean(~x, s, deff = "replace"); t <- svytotal(~x, s); ci <- confint(m, df = degf(s))
    values <- c(coef(m), SE(m), ci, deff(m), coef(t), SE(t), degf(s))
    # People who count for nothing are people to us, and none to R's design effect.
    for (i in setdiff(1:8, if (any(d$weight == 0)) 5)) emit(name, rows, "x", c("mean", "mean_se", "mean_low", "mean_high", "deff", "total", "total_se", "degf")[i], group, "", values[i])
    rest <- update(subset(designed(d), !is.na(get(rows))), own = as.numeric(get(rows) == group))
    t <- svyttest(x ~ own, rest)
    emit(name, rows, "x", "rest", group, "", t$estimate); emit(name, rows, "x", "rest_se", group, "", t$estimate / t$statistic)
  }
}
pair <- function(name, d) {
  s <- subset(designed(d), a %in% c("No", "Yes"))
  t <- svyttest(x ~ a, s)
  emit(name, "a", "x", "pair", "", "", t$estimate); emit(name, "a", "x", "pair_se", "", "", t$estimate / t$statistic)
}
for (name in unique(all$data)) {
  d <- all[all$data == name, ]
  chi(name, d, "g", "a"); chi(name, d, "g", "o"); chi(name, d, "b", "a")
  rank(name, d, "g"); rank(name, d, "a"); rank(name, d, "b")
  shares(name, d, "g", "a"); shares(name, d, "b", "o")
  numbers(name, d, "g"); pair(name, d)
}

# ---- weights: post-stratified and raked, and what they do to estimates when taken as fixed ---------------------------------------

fine <- list(maxit = 5000, epsilon = 1e-11)
tall <- function(x) as.data.frame(as.table(x), stringsAsFactors = FALSE)
cells <- function(name, quantity, d, w, by) {
  w <- w / mean(w)
  key <- do.call(paste, c(unname(d[by]), sep = "*"))
  for (k in sort(unique(key))) emit(name, paste(by, collapse = "*"), "", quantity, k, "", w[match(k, key)])
}
fixed <- function(name, quantity, d, w) {
  d$weight <- w / mean(w)
  s <- svydesign(id = ~cluster, weights = ~weight, data = d)
  m <- svymean(~x, s)
  emit(name, "", "x", paste0(quantity, "_mean"), "", "", coef(m)); emit(name, "", "x", paste0(quantity, "_mean_se"), "", "", SE(m))
  t <- svychisq(~g + a, s)
  values <- c(t$statistic, t$parameter, t$p.value)
  for (i in 1:4) emit(name, "g", "a", paste0(quantity, c("_f", "_df", "_ddf", "_p")[i]), "", "", values[i])
}
weighted <- function(name, d, margins, limits) {
  d$even <- 1
  start <- svydesign(id = ~cluster, weights = ~even, data = d)
  one <- postStratify(start, ~g, setNames(tall(margins$g), c("g", "Freq")))
  cells(name, "post_stratified", d, weights(one), "g"); fixed(name, "post_stratified", d, weights(one))
  populations <- lapply(names(margins), function(v) setNames(tall(margins[[v]]), c(v, "Freq")))
  formulas <- lapply(names(margins), function(v) as.formula(paste0("~", v)))
  raked <- rake(start, formulas, populations, control = fine)
  cells(name, "raked", d, weights(raked), names(margins)); fixed(name, "raked", d, weights(raked))
  unit <- sum(margins$g) / nrow(d)
  for (i in 1:2000) {
    cut <- trimWeights(raked, lower = limits[1] * unit, upper = limits[2] * unit, strict = TRUE)
    if (max(abs(weights(cut) - weights(raked))) < 1e-10) break
    raked <- rake(cut, formulas, populations, control = fine)
  }
  cells(name, "trimmed", d, weights(cut), names(margins)); fixed(name, "trimmed", d, weights(cut))
}
clus1 <- all[all$data == "clus1", ]
# The figures of the whole state, as in the package's own examples.
weighted("clus1", clus1, list(g = c(E = 4421, H = 755, M = 1018), a = c(No = 1072, Yes = 5122)), c(0.8, 1.62))
whole <- few[complete.cases(few), ]; whole$data <- "few"
weighted("few", whole, list(g = c(k = 300, l = 200, m = 180, n = 60), a = c(No = 300, Yes = 440), b = c(p = 270, q = 200, r = 140, s = 110, t = 20)), c(0.57, 2.5))
close(out)
