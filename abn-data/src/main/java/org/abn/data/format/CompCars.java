package org.abn.data.format;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * CompCars' photographs from the web, those that the lists of a split name. A class is a model or a
 * maker by its number, as far as it is trained on. A listed image without a file is rejected; files
 * that no list names are many and are passed over.
 */
final class CompCars {
  private static final String IMAGES = "image";
  private static final String[] LIST_FOLDERS = {"train_test_split/classification", "."};

  private final SourceDirectory directory;
  private final CarLabels labels;
  private final ListedFiles files;

  private CompCars(SourceDirectory directory, CarLabels labels, ListedFiles files) {
    this.directory = directory;
    this.labels = labels;
    this.files = files;
  }

  static DatasetSource open(Configuration conf, Path path, DatasetOptions options)
      throws IOException {
    CarLabels labels = options.labels().map(CarLabels::named).orElse(CarLabels.MODEL);
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.COMPCARS, conf, path);
    List<FileEntry> images = directory.imagesBelow(directory.requireFolder(IMAGES), IMAGES);
    ListedFiles files = new ListedFiles(images, new ImageDirectory(path), directory.tally());
    CompCars cars = new CompCars(directory, labels, files);
    CarList train = cars.list(conf, options.trainList(), "train.txt");
    CarList test = cars.list(conf, options.testList(), "test.txt");
    requireDistinct(train, test);
    FoundImages found = cars.images(train, test);
    files.passOverOthers();
    if (options.cropToBox()) {
      directory.requireFolder(BoxedCars.LABELS);
      found.wrap(photographs -> new BoxedCars(photographs, path));
    }
    return DatasetFormat.COMPCARS.source(cars.classes(train), found, directory);
  }

  private LabelNames classes(CarList train) throws IOException {
    Path names = directory.require("make_model_name.mat", "misc", ".").getPath();
    MatTable table = new MatTable(directory.storage(), names);
    return LabelNames.ofClasses(labels.names(train.numbers(labels), table));
  }

  private FoundImages images(CarList train, CarList test) {
    List<Integer> classes = train.numbers(labels);
    FoundImages found = new FoundImages();
    found.add(Split.TRAIN, images(train, classes), files.store());
    found.add(Split.TEST, images(test, classes), files.store());
    return found;
  }

  private CarList list(Configuration conf, Optional<Path> chosen, String published)
      throws IOException {
    if (chosen.isEmpty()) {
      return CarList.read(directory.storage(), directory.require(published, LIST_FOLDERS));
    }
    FileSystem storage = Storage.of(conf, chosen.get());
    return CarList.read(storage, Storage.status(storage, chosen.get()));
  }

  private ImageList images(CarList list, List<Integer> classes) {
    ImageList images = new ImageList();
    for (String car : list.images()) {
      int label = classes.indexOf(labels.number(car));
      if (label < 0) {
        throw InvalidDataException.of(
            "%s: %s is of a %s that is not trained on", list.path(), car, labels);
      }
      files.addTo(images, IMAGES + "/" + car, new int[] {label});
    }
    return images;
  }

  private static void requireDistinct(CarList train, CarList test) {
    Set<String> trained = new HashSet<>(train.images());
    for (String image : test.images()) {
      if (trained.contains(image)) {
        throw InvalidDataException.of(
            "%s: %s is in %s too; what is tested on must not be trained on",
            test.path(), image, train.path());
      }
    }
  }
}
