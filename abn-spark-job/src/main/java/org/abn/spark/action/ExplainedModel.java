package org.abn.spark.action;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Preprocessing;
import org.abn.data.augment.Resize;
import org.abn.data.record.LabelNames;
import org.abn.model.parts.Model;
import org.abn.model.saved.ModelCard;
import org.abn.model.saved.Provenance;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.results.StoredModel;
import org.apache.hadoop.conf.Configuration;

/**
 * The network of an experiment with a checkpoint's parameters, for images of which nothing else is
 * known: the checkpoint says what it answers, and how images become its input. Where it does not,
 * as an imported one, the experiment's shards do.
 *
 * @param trained the experiment's model
 * @param stored the checkpoint
 * @param model with its parameters
 */
record ExplainedModel(TrainedModel trained, StoredModel stored, Model model) {

  /**
   * Reads a checkpoint.
   *
   * @param checkpoint URI of a checkpoint or a model.zip; empty of the run directory's latest
   * @throws InvalidDataException where it is at fault, of another network than the experiment's, or
   *     nobody says what it answers
   */
  static ExplainedModel of(Configuration hadoop, Experiment experiment, Optional<String> checkpoint)
      throws IOException {
    StoredModel stored = StoredModel.of(hadoop, checkpoint, experiment.runDirectory());
    Optional<Provenance> card = stored.saved().card().map(ModelCard::provenance);
    TrainedModel trained =
        card.flatMap(Provenance::data).isPresent()
            ? byCard(experiment, card.get())
            : byShards(hadoop, experiment, stored);
    return new ExplainedModel(trained, stored, new EvaluatedModel(trained, stored).model());
  }

  private static TrainedModel byCard(Experiment experiment, Provenance card) {
    Provenance.Data data = card.data().orElseThrow();
    LabelNames names =
        experiment.network().kind().isMultiTask()
            ? LabelNames.ofAttributes(data.names())
            : LabelNames.ofClasses(data.names());
    var preprocessing =
        new Preprocessing(
            experiment.data().framing().orElseGet(() -> framing(card, data.pixels().resize())),
            experiment.data().augmentation(),
            experiment.data().normalisation());
    return new TrainedModel(experiment, names, data.manifestSha256(), preprocessing);
  }

  private static Framing framing(Provenance card, List<Integer> resize) {
    return new Framing(
        new ImageSize(card.input().height(), card.input().width()),
        resize.size() == 1
            ? new Resize.ShortSide(resize.get(0))
            : new Resize.Exact(new ImageSize(resize.get(0), resize.get(1))));
  }

  private static TrainedModel byShards(
      Configuration hadoop, Experiment experiment, StoredModel stored) throws IOException {
    try {
      return PreparedExperiment.of(hadoop, experiment).trained();
    } catch (InvalidDataException e) {
      throw new InvalidDataException(
          "%s: does not say what it answers, and nor do shards at -D data.uri: %s"
              .formatted(stored.path(), e.getMessage()),
          e);
    }
  }
}
