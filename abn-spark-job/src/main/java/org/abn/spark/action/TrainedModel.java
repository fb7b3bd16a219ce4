package org.abn.spark.action;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.augment.Preprocessing;
import org.abn.data.augment.Resize;
import org.abn.data.record.LabelNames;
import org.abn.model.InputShape;
import org.abn.model.NetworkConfiguration;
import org.abn.model.saved.Provenance;
import org.abn.model.saved.Provenance.Data;
import org.abn.model.saved.Provenance.Pixels;
import org.abn.model.saved.Provenance.Program;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.results.Versions;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The model that an experiment trains, as its data demands it.
 *
 * @param experiment what is trained
 * @param labels what it answers
 * @param dataSha256 checksum of the manifest of the data
 * @param preprocessing of the images
 */
record TrainedModel(
    Experiment experiment, LabelNames labels, String dataSha256, Preprocessing preprocessing) {

  /** What the network sees. */
  InputShape input() {
    ImageSize size = preprocessing.framing().size();
    return new InputShape(size.height(), size.width(), preprocessing.normalisation().channels());
  }

  /** Classes or attributes, whichever there are, in the order of the network's answers. */
  private List<String> answers() {
    return labels.areClasses() ? labels.classes() : labels.attributes();
  }

  /** The network as it is to be made. */
  NetworkConfiguration configuration() {
    return experiment
        .network()
        .configuration(
            input(),
            answers().size(),
            experiment.training().sgd(),
            experiment.training().seed(),
            DataType.FLOAT);
  }

  /** What its files say of it. */
  Provenance provenance() {
    return new Provenance(
        experiment.network().name(),
        experiment.network().options(),
        input(),
        answers().size(),
        Optional.of(new Data(answers(), pixels(), dataSha256)),
        program());
  }

  /** How images become its input. */
  Pixels pixels() {
    Normalisation normalisation = preprocessing.normalisation();
    return new Pixels(
        resize(preprocessing.framing().resize()),
        list(normalisation.mean()),
        list(normalisation.std()));
  }

  private static List<Float> list(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }

  /** As {@code data.image.resize} is written. */
  private static List<Integer> resize(Resize resize) {
    if (resize instanceof Resize.ShortSide side) {
      return List.of(side.pixels());
    }
    ImageSize size = ((Resize.Exact) resize).size();
    return List.of(size.height(), size.width());
  }

  /** This program. */
  static Program program() {
    return new Program(Versions.program(), Versions.gitCommit());
  }
}
