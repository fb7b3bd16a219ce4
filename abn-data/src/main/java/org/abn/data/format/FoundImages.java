package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;

/** The image files of a dataset, gathered split by split. */
final class FoundImages {
  private final List<SourceFile> files = new ArrayList<>();
  private final List<RejectedRecord> rejected = new ArrayList<>();

  /** Adds the images of a split, and gives them for further checks. */
  ImageList add(Split split, ClassImages found, List<String> classes) throws IOException {
    ImageList images = found.images(classes);
    add(split, images, found.store());
    return images;
  }

  void add(Split split, ImageList images, ImageStore store) {
    files.addAll(images.files(split, store));
    rejected.addAll(images.rejected());
  }

  List<SourceFile> files() {
    return List.copyOf(files);
  }

  List<RejectedRecord> rejected() {
    return List.copyOf(rejected);
  }
}
