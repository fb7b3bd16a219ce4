package org.abn.data.batch;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;

/**
 * Which of a dataset's records are used. It depends on the shards alone: networks that are compared
 * train on, and are chosen by, the same records, whatever their seeds.
 *
 * @param limit how many of the training, of the validation and of the test records at most; 0 for
 *     all
 * @param validation how many training records are held out: the last of the shards, where training
 *     records lie in random order
 */
public record Selection(int limit, int validation) implements Serializable {

  /** Every record, none of them held out. */
  public static final Selection ALL = new Selection(0, 0);

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public Selection {
    if (limit < 0 || validation < 0) {
      throw new IllegalArgumentException(
          "limit is " + limit + " and validation " + validation + ", neither may be negative");
    }
  }

  /**
   * How many of the training records are trained on: the first of the shards.
   *
   * @throws InvalidDataException where all of them are held out
   */
  public int training(int records) {
    if (validation >= records) {
      throw InvalidDataException.of(
          "data.validation is %d, must be less than the %d training records of the shards",
          validation, records);
    }
    return limited(records - validation);
  }

  /** The training records that are held out, by their numbers. */
  int[] validation(int records) {
    int first = records - validation;
    return IntStream.range(first, first + limited(validation)).toArray();
  }

  /** The test records, by their numbers: evenly spread, since they may be in the classes' order. */
  int[] test(int records) {
    int used = limited(records);
    return IntStream.range(0, used).map(i -> (int) ((long) i * records / used)).toArray();
  }

  private int limited(int records) {
    return limit == 0 ? records : Math.min(limit, records);
  }
}
