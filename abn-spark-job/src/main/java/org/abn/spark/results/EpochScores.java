package org.abn.spark.results;

import java.util.Optional;
import org.abn.spark.training.Scores;

/**
 * The scores of an epoch's images.
 *
 * @param train each before the update that it took part in
 * @param validation those held out of training, if any are, after the epoch
 * @param test after the epoch
 */
public record EpochScores(Scores train, Optional<Scores> validation, Scores test) {}
