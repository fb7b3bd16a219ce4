package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Any images, in a folder a class: {@code train/CLASS/*.jpg} and, where there are any to test on,
 * {@code test/CLASS/*.jpg}. The classes are the folders of {@code train} by name.
 */
final class Folder {
  private Folder() {}

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.FOLDER, conf, path);
    Path train = directory.requireFolder(Split.TRAIN.toString());
    ClassFolders folders = new ClassFolders(directory.storage(), train);
    FoundImages images = new FoundImages();
    List<String> classes = images.addTraining(folders);
    Optional<FileStatus> test = directory.folder(Split.TEST.toString());
    if (test.isPresent()) {
      ClassFolders tested = new ClassFolders(directory.storage(), test.get().getPath());
      images.add(Split.TEST, tested, classes);
    }
    return DatasetFormat.FOLDER.source(classes, images);
  }
}
