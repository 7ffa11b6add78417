# Writes excess.json: farringtonFlexible of R's surveillance for every year of series.json that has a full baseline.
#
#     Rscript excess.R > excess.json          (r-base-core, r-cran-surveillance, r-cran-jsonlite)
#
# Yearly data: freq = 1, w = 0, no trend, no seasonal factor, the population as offset, nbPlugin. A hole in the judged
# year or a baseline with fewer than five counts or with nothing but zeros is null (a GLM has no finite answer there).

suppressMessages({ library(surveillance); library(jsonlite) })

# Newton's steps to the end: with R's own 1e-8 the mean of a GLM without covariates still is 1e-6 off.
tight <- stats::glm.control
formals(tight)$epsilon <- 1e-12
assignInNamespace("glm.control", tight, ns = "stats")

judge <- function(one, b) {
  x <- one$counts
  e <- if (is.null(one$exposures)) rep(1, length(x)) else one$exposures
  out <- vector("list", length(x))
  for (k in seq_along(x)) {
    before <- x[max(1, k - b):(k - 1)]
    if (k <= b || is.na(x[k]) || sum(!is.na(before)) < 5 || sum(before, na.rm = TRUE) == 0) next
    data <- sts(observed = matrix(x), population = matrix(e / mean(e)), frequency = 1, epoch = seq_along(x))
    said <- suppressWarnings(farringtonFlexible(data, list(
      range = k, b = b, w = 0, reweight = TRUE, weightsThreshold = 2.58, trend = FALSE, alpha = 0.05,
      limit54 = c(0, 4), populationOffset = TRUE, noPeriods = 1, thresholdMethod = "nbPlugin")))
    out[[k]] <- c(said@control$pvalue[1, 1], said@control$mu0Vector[1, 1], said@control$phiVector[1, 1])
  }
  out
}

series <- fromJSON("series.json")
said <- lapply(series, function(one) list("10" = judge(one, 10), "5" = judge(one, 5)))
cat(toJSON(list(
  made_with = list(R = R.version.string, surveillance = as.character(packageVersion("surveillance"))),
  each_year = "p-value, mean, dispersion", series = said), digits = NA, null = "null", auto_unbox = TRUE), "\n")
