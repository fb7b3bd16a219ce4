package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of SVHN's cropped digits (http://ufldl.stanford.edu/housenumbers, "Format 2"). What is
 * trained on is {@code train} and, where it is there, {@code extra}.
 */
final class Svhn {
  private static final List<String> CLASSES =
      IntStream.range(0, 10).mapToObj(String::valueOf).toList();

  private Svhn() {}

  /** A published file. */
  private enum Part {
    TRAIN(Split.TRAIN, 73_257),
    EXTRA(Split.TRAIN, 531_131),
    TEST(Split.TEST, 26_032);

    private final Split split;
    private final int images;

    Part(Split split, int images) {
      this.split = split;
      this.images = images;
    }

    String file() {
      return name().toLowerCase(Locale.ROOT) + "_32x32.mat";
    }
  }

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.SVHN, conf, path);
    directory.requireAny(List.of(Part.TRAIN.file(), Part.TEST.file()));
    List<SourceFile> files = new ArrayList<>();
    for (Part part : Part.values()) {
      Optional<FileStatus> file = directory.file(part.file());
      if (file.isPresent()) {
        MatFile arrays = MatFile.open(directory.storage(), file.get());
        files.add(SvhnFile.of(part.split, arrays.array("X"), arrays.array("y"), part.images));
      }
    }
    directory.require(Split.TRAIN, List.of(Part.TRAIN.file()), files);
    directory.require(Split.TEST, List.of(Part.TEST.file()), files);
    return DatasetFormat.SVHN.source(CLASSES, SvhnFile.IMAGE, files, directory);
  }
}
