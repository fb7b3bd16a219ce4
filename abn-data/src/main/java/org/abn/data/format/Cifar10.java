package org.abn.data.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The files of CIFAR-10's binary version (https://www.cs.toronto.edu/~kriz/cifar.html). */
final class Cifar10 {
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
  private static final List<String> TRAIN_FILES =
      IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList();
  private static final List<String> TEST_FILES = List.of("test_batch.bin");
  private static final String CLASS_FILE = "batches.meta.txt";
  private static final int CLASS_FILE_LIMIT = 4096; // published: 61 bytes

  private Cifar10() {}

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.CIFAR10, conf, path);
    directory.requireAny(Stream.of(TRAIN_FILES, TEST_FILES).flatMap(List::stream).toList());
    List<SourceFile> files = new ArrayList<>();
    files.addAll(batches(directory, Split.TRAIN, TRAIN_FILES));
    files.addAll(batches(directory, Split.TEST, TEST_FILES));
    directory.require(Split.TRAIN, TRAIN_FILES, files);
    directory.require(Split.TEST, TEST_FILES, files);
    return DatasetFormat.CIFAR10.source(classes(directory), Cifar10File.IMAGE, files);
  }

  private static List<Cifar10File> batches(
      SourceDirectory directory, Split split, List<String> names) {
    return names.stream()
        .map(directory::file)
        .flatMap(Optional::stream)
        .map(file -> Cifar10File.of(file, split))
        .toList();
  }

  private static List<String> classes(SourceDirectory directory) throws IOException {
    Optional<FileStatus> file = directory.file(CLASS_FILE);
    if (file.isEmpty()) {
      return CLASSES;
    }
    Path path = file.get().getPath();
    byte[] text = Storage.read(directory.storage(), path, CLASS_FILE_LIMIT);
    List<String> names =
        new String(text, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    if (names.stream().distinct().count() != CLASSES.size() || names.size() != CLASSES.size()) {
      throw InvalidDataException.of(
          "%s: has %d class names, expected %d different ones, one a line; copy or remove it",
          path, names.size(), CLASSES.size());
    }
    return names;
  }
}
