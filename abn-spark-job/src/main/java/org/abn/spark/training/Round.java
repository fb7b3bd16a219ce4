package org.abn.spark.training;

/**
 * What an averaging round did.
 *
 * @param number of the round in its epoch, from 1
 * @param rounds of the epoch
 * @param scores of the epoch so far
 */
public record Round(int number, int rounds, Scores scores) {}
