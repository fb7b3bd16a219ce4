package org.abn.data.format;

import java.util.List;

/** The images of the training split, whose folders or archives are the classes. */
interface TrainingImages extends ClassImages {
  /** Names of the classes, sorted. */
  List<String> classes();
}
