package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * CelebA's aligned faces, in a folder or in the archive as it is distributed, and its lists of
 * attributes and partitions, or these as Kaggle distributes them: tables whose first line names the
 * columns, and a folder in a folder of the same name. What is trained on is partitions 0 and 1, as
 * in the paper's Table 4. The lists must be of the same images. A listed image without a file, and
 * a file that is not listed, are rejected.
 */
final class CelebA {
  private static final String IMAGES = "img_align_celeba";
  private static final String[] IMAGE_FOLDERS = {".", "Img"};
  private static final String[] LIST_FOLDERS = {".", "Anno", "Eval"};

  private CelebA() {}

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.CELEBA, conf, path);
    FileSystem storage = directory.storage();
    CelebAAttributes attributes =
        CelebAAttributes.read(storage, list(directory, "list_attr_celeba"));
    CelebAPartition partition =
        CelebAPartition.read(storage, list(directory, "list_eval_partition"));
    partition.requireImagesOf(attributes);
    ListedFiles files = files(directory);
    ImageList train = new ImageList();
    ImageList test = new ImageList();
    for (String image : attributes.images()) {
      ImageList images = partition.split(image) == Split.TRAIN ? train : test;
      files.addTo(images, IMAGES + "/" + image, attributes.values(image));
    }
    files.rejectOthers(train);
    FoundImages found = new FoundImages();
    found.add(Split.TRAIN, train, files.store());
    found.add(Split.TEST, test, files.store());
    return DatasetFormat.CELEBA.source(
        LabelNames.ofAttributes(attributes.names()), found, directory);
  }

  private static FileStatus list(SourceDirectory directory, String name) throws IOException {
    return directory.requireEither(name + ".txt", name + ".csv", LIST_FOLDERS);
  }

  private static Path innermost(FileSystem storage, Path images) throws IOException {
    Path below = new Path(images, IMAGES);
    return storage.exists(below) ? below : images;
  }

  private static ListedFiles files(SourceDirectory directory) throws IOException {
    FileSystem storage = directory.storage();
    Optional<FileStatus> folder = directory.find(IMAGES, IMAGE_FOLDERS);
    if (folder.isPresent()) {
      Path images = innermost(storage, folder.get().getPath());
      List<FileEntry> files = directory.imagesBelow(images, IMAGES);
      return new ListedFiles(files, new ImageDirectory(images.getParent()), directory.tally());
    }
    FileStatus archive = directory.require(IMAGES + ".zip", IMAGE_FOLDERS);
    ImageZip zip = new ImageZip(archive.getPath());
    List<FileEntry> entries = zip.list(storage, archive.getLen(), directory.tally());
    return new ListedFiles(entries, zip, directory.tally());
  }
}
