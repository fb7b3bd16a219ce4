package org.abn.data.shard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Faults of files: all are counted, the first are kept as lines. */
final class Problems {
  private final List<String> lines = new ArrayList<>();
  private final Set<String> files = new HashSet<>();
  private int count;

  void add(String file, String message) {
    addAll(file, 1, List.of(file + ": " + message));
  }

  void addAll(String file, int problems, List<String> first) {
    if (problems > 0) {
      files.add(file);
      count += problems;
      lines.addAll(first.subList(0, Math.min(first.size(), ShardReport.MOST_LINES - lines.size())));
    }
  }

  /** Whether what is added from now on is only counted. */
  boolean areOnlyCounted() {
    return lines.size() == ShardReport.MOST_LINES;
  }

  int count() {
    return count;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** How many files have one. */
  int files() {
    return files.size();
  }
}
