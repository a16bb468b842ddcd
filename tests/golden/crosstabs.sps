* Golden numbers from PSPP for tests/analysis/test_golden_comparisons.py. In this folder:
* pspp crosstabs.sps -O format=csv -o crosstabs_pspp.csv
* One line a person in crosstabs_data.csv, as PSPP's rank tests do not count weighted cases rightly.
SET FORMAT=F20.12.
GET DATA /TYPE=TXT /FILE='crosstabs_data.csv' /FIRSTCASE=2 /DELIMITERS=',' /VARIABLES=example F2.0 first F2.0 second F2.0.
TEMPORARY.
SELECT IF (example = 1).
CROSSTABS /TABLES=first BY second /CELLS=COUNT /STATISTICS=CHISQ PHI BTAU CORR.
TEMPORARY.
SELECT IF (example = 1).
NPAR TESTS /KRUSKAL-WALLIS=second BY first(1,3).
TEMPORARY.
SELECT IF (example = 2).
CROSSTABS /TABLES=first BY second /CELLS=COUNT /STATISTICS=CHISQ PHI.
TEMPORARY.
SELECT IF (example = 2).
NPAR TESTS /MANN-WHITNEY=second BY first(1,2).
TEMPORARY.
SELECT IF (example = 3).
NPAR TESTS /MCNEMAR=first WITH second (PAIRED).
TEMPORARY.
SELECT IF (example = 4).
NPAR TESTS /WILCOXON=first WITH second (PAIRED).
