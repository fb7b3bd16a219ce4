package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The files of Fashion-MNIST (https://github.com/zalandoresearch/fashion-mnist). */
final class FashionMnist {
  static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private FashionMnist() {}

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.FASHION_MNIST, conf, path);
    directory.requireAny(
        Stream.of(Split.values()).flatMap(split -> names(split).stream()).toList());
    List<SourceFile> files = new ArrayList<>();
    for (Split split : Split.values()) {
      pair(directory, split).ifPresent(files::add);
    }
    for (Split split : Split.values()) {
      directory.require(split, names(split).subList(0, 1), files);
    }
    return DatasetFormat.FASHION_MNIST.source(CLASSES, FashionMnistFile.IMAGE, files, directory);
  }

  private static Optional<FashionMnistFile> pair(SourceDirectory directory, Split split)
      throws IOException {
    Optional<FileStatus> images = directory.file(imageFile(split), imageFile(split) + ".gz");
    Optional<FileStatus> labels = directory.file(labelFile(split), labelFile(split) + ".gz");
    if (images.isEmpty()) {
      return Optional.empty();
    }
    if (labels.isEmpty()) {
      throw InvalidDataException.of(
          "%s: its labels are missing, expected %s[.gz] beside it",
          images.get().getPath(), labelFile(split));
    }
    int most = DatasetFormat.FASHION_MNIST.publishedImages(split);
    IdxFile pixels = IdxFile.open(directory.storage(), images.get(), most, 28, 28);
    IdxFile classes = IdxFile.open(directory.storage(), labels.get(), most);
    return Optional.of(new FashionMnistFile(split, pixels, classes));
  }

  private static List<String> names(Split split) {
    return Stream.of(imageFile(split), labelFile(split))
        .flatMap(name -> Stream.of(name, name + ".gz"))
        .toList();
  }

  private static String imageFile(Split split) {
    return prefix(split) + "-images-idx3-ubyte";
  }

  private static String labelFile(Split split) {
    return prefix(split) + "-labels-idx1-ubyte";
  }

  private static String prefix(Split split) {
    return split == Split.TRAIN ? "train" : "t10k";
  }
}
