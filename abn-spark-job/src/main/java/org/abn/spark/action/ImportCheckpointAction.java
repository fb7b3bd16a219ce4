package org.abn.spark.action;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.abn.data.InvalidDataException;
import org.abn.data.Publisher;
import org.abn.data.Storage;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.checkpoint.Checkpoint;
import org.abn.model.checkpoint.Imported;
import org.abn.model.checkpoint.torch.ElementType;
import org.abn.model.checkpoint.torch.InvalidCheckpointException;
import org.abn.model.parts.Model;
import org.abn.model.saved.ModelFile;
import org.abn.model.saved.Provenance;
import org.abn.spark.results.LocalFile;
import org.apache.hadoop.fs.Path;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Makes a model of DL4J's own format from a PyTorch checkpoint, in this process and without Spark.
 *
 * @param file URI of the checkpoint
 * @param key where the state_dict is in it; empty of where it fits
 * @param target what the checkpoint is of, or whose backbone
 * @param backboneOnly whether classifier and attention branch start anew
 * @param seed of what starts anew
 * @param out URI of the model to be
 */
public record ImportCheckpointAction(
    String file, Optional<String> key, Target target, boolean backboneOnly, long seed, String out) {

  /**
   * What is made.
   *
   * @param network which
   * @param images what it sees
   * @param classes K or the number of tasks; empty where the checkpoint's classifier is to tell
   */
  public record Target(Network network, InputShape images, OptionalInt classes) {}

  /** How the authors train on CIFAR; a program that trains the model further may set its own. */
  private static final Sgd SGD = Sgd.constant(0.1, 0.9, 1e-4);

  /**
   * Runs the command; prints what was taken and what is new.
   *
   * @throws InvalidDataException where the checkpoint or the target is at fault; nothing is left
   *     behind
   */
  public void run(PrintWriter console) throws IOException {
    var hadoop = SparkContexts.hadoop();
    Path made = Storage.path(out);
    Publisher publisher = Publisher.of(hadoop, made);
    publisher.requireFree(made);
    try (LocalFile local = LocalFile.of(hadoop, Storage.path(file));
        Checkpoint checkpoint = Checkpoint.open(local.path(), key)) {
      int due = target.classes().orElseGet(() -> classesOf(checkpoint));
      Model model = newModel(due);
      Imported imported =
          backboneOnly ? checkpoint.backboneInto(model) : checkpoint.into(model.graph());
      publisher.file(made, stream -> ModelFile.write(model, provenance(due), stream));
      console.printf(
          Locale.ROOT,
          "%s: %s of %d %s from %s%n",
          out,
          target.network().name(),
          due,
          target.network().kind().isMultiTask() ? "tasks" : "classes",
          file);
      report(console, imported);
    } catch (InvalidCheckpointException e) {
      throw new InvalidDataException(file + ": " + e.getMessage(), e);
    }
  }

  private static int classesOf(Checkpoint checkpoint) {
    return checkpoint
        .classes()
        .orElseThrow(
            () ->
                new InvalidCheckpointException(
                    "has no classifier whose bias tells the number of classes:"
                        + " give --classes"));
  }

  private Model newModel(int due) {
    return target
        .network()
        .configuration(target.images(), due, SGD, seed, DataType.FLOAT)
        .newModel();
  }

  private Provenance provenance(int due) {
    return new Provenance(
        target.network().name(),
        target.network().options(),
        target.images(),
        due,
        Optional.empty(),
        TrainedModel.program());
  }

  private void report(PrintWriter console, Imported imported) {
    console.printf(
        Locale.ROOT,
        "tensors: %d of %s with %,d values%s%s%n",
        imported.tensors(),
        imported.types().stream().map(ElementType::toString).sorted().collect(joining(" and ")),
        imported.values(),
        imported.key().isEmpty() ? "" : ", below the key " + imported.key(),
        imported.prefix().isEmpty()
            ? ""
            : ", the prefix %s removed from their names".formatted(imported.prefix()));
    if (backboneOnly) {
      console.printf(
          Locale.ROOT,
          "new, from seed %d: classifier%s; momentum is zero%n",
          seed,
          target.network().hasAttention() ? " and attention branch" : "");
    } else {
      console.println(
          imported.momentum()
              ? "momentum: that of the checkpoint's optimizer"
              : "momentum: zero, the checkpoint has none for every tensor");
    }
    console.flush();
  }
}
