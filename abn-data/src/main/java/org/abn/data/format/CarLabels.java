package org.abn.data.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.abn.data.InvalidDataException;

/** What a car of CompCars is recognised as; its number is a part of the image's path. */
enum CarLabels {
  /** The first part of a path. */
  MAKER(0, "make_names"),
  /** The second. */
  MODEL(1, "model_names");

  private final int partOfPath;
  private final String variable;

  CarLabels(int partOfPath, String variable) {
    this.partOfPath = partOfPath;
    this.variable = variable;
  }

  static CarLabels named(String name) {
    return Arrays.stream(values())
        .filter(labels -> labels.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> InvalidDataException.of("labels '%s', expected model or maker", name));
  }

  /** The number of an image {@code maker/model/year/x.jpg}, from 1. */
  int number(String image) {
    return Integer.parseInt(image.split("/", -1)[partOfPath]);
  }

  /** Names of the classes; where the table has an empty cell, the number. */
  List<String> names(List<Integer> numbers, MatTable table) {
    List<String> known = table.names(variable);
    List<String> names = new ArrayList<>();
    for (int number : numbers) {
      if (number < 1 || number > known.size()) {
        throw table.lacks(
            this + " " + number + ", has " + known.size() + " of them in " + variable);
      }
      String name = known.get(number - 1);
      names.add(name.isEmpty() ? this + " " + number : name);
    }
    return names;
  }

  /** Its name in options and messages. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
