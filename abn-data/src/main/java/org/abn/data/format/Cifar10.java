package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
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
  private static final int PUBLISHED_RECORDS = 10_000; // of each file

  private Cifar10() {}

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.CIFAR10, conf, path);
    CifarFiles published =
        CifarFiles.in(
            directory,
            "cifar-10-batches-bin",
            "cifar-10-binary",
            Stream.of(TRAIN_FILES, TEST_FILES).flatMap(List::stream).toList());
    List<SourceFile> files = new ArrayList<>();
    files.addAll(batches(published, Split.TRAIN, TRAIN_FILES));
    files.addAll(batches(published, Split.TEST, TEST_FILES));
    directory.require(Split.TRAIN, TRAIN_FILES, files);
    directory.require(Split.TEST, TEST_FILES, files);
    List<String> classes = ClassNames.read(conf, published.file(CLASS_FILE), CLASSES);
    published.passOverOthers();
    return DatasetFormat.CIFAR10.source(classes, CifarFile.IMAGE, files, directory);
  }

  private static List<CifarFile> batches(CifarFiles published, Split split, List<String> names)
      throws IOException {
    List<CifarFile> batches = new ArrayList<>();
    for (String name : names) {
      published
          .file(name)
          .map(file -> CifarFile.of(file, split, CifarLayout.CIFAR10, PUBLISHED_RECORDS))
          .ifPresent(batches::add);
    }
    return batches;
  }
}
