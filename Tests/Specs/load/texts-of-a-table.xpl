# A column of second texts needs one of first texts.
# exit: 2
# error: pair= goes with text=
load data "reviews.tsv" pair=other
