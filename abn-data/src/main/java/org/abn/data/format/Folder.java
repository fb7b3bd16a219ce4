package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.abn.data.record.LabelNames;
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
    FoundImages images = new FoundImages();
    List<String> classes =
        images.addTraining(folders(directory, directory.requireFolder(Split.TRAIN.toString())));
    Optional<FileStatus> test = directory.folder(Split.TEST.toString());
    if (test.isPresent()) {
      images.add(Split.TEST, folders(directory, test.get().getPath()), classes);
    }
    return DatasetFormat.FOLDER.source(LabelNames.ofClasses(classes), images);
  }

  private static ClassFolders folders(SourceDirectory directory, Path path) throws IOException {
    return new ClassFolders(directory.storage(), FolderListing.of(directory.storage(), path));
  }
}
