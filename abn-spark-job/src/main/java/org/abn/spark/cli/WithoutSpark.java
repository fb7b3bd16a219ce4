package org.abn.spark.cli;

/** A command that needs no Spark: submit.sh runs it in a plain JVM, unless options are given. */
interface WithoutSpark {}
