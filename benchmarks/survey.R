# T2 with R's survey package: Rao-Scott F, and shares or means with standard errors by group. Prints CPU seconds.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
n <- as.integer(arguments[2])
column <- function(name) readBin(file.path(folder, name), "integer", n, size = 4, endian = "little")
pairs <- read.table(file.path(folder, "pairs"), col.names = c("item", "segment"))
data <- data.frame(cluster = column("cluster"))
data$weight <- readBin(file.path(folder, "weight"), "double", n, size = 8, endian = "little")
for (name in unique(c(pairs$item, pairs$segment))) {
  codes <- column(name)
  codes[codes < 1] <- NA
  data[[name]] <- factor(codes)
}
design <- svydesign(ids = ~cluster, weights = ~weight, data = data)
start <- proc.time()
for (k in seq_len(nrow(pairs))) {
  item <- pairs$item[k]
  segment <- pairs$segment[k]
  both <- as.formula(paste0("~", segment, " + ", item))
  suppressWarnings(svychisq(both, design, statistic = "F"))
  by <- as.formula(paste0("~", segment))
  svyby(as.formula(paste0("~", item)), by, design, svymean, na.rm = TRUE)
  if (startsWith(item, "five")) svyby(as.formula(paste0("~as.numeric(", item, ")")), by, design, svymean, na.rm = TRUE)
}
used <- proc.time() - start
cat(used[["user.self"]] + used[["sys.self"]], "\n")
