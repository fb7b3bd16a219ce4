package org.abn.data.format;

import java.io.Serializable;
import java.util.List;

/**
 * The records of CIFAR's two sets: label bytes, then the planes R, G and B, row by row.
 *
 * @param classes how many classes each label byte tells apart; the last is what is trained on
 */
record CifarLayout(List<Integer> classes) implements Serializable {
  /** One byte: the class. */
  static final CifarLayout CIFAR10 = new CifarLayout(List.of(10));

  /** Two bytes: the superclass and the class. */
  static final CifarLayout CIFAR100 = new CifarLayout(List.of(20, 100));

  int labelBytes() {
    return classes.size();
  }
}
