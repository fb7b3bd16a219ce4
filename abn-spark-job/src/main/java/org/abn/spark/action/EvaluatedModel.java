package org.abn.spark.action;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.model.InputShape;
import org.abn.model.NetworkOptions;
import org.abn.model.backbone.AttentionHead;
import org.abn.model.parts.Model;
import org.abn.model.saved.ModelCard;
import org.abn.model.saved.Provenance;
import org.abn.model.saved.Provenance.Data;
import org.abn.model.saved.Provenance.Pixels;
import org.abn.spark.results.StoredModel;

/**
 * A stored model as the network of an experiment.
 *
 * @param trained the experiment's model
 * @param stored where its parameters are
 */
record EvaluatedModel(TrainedModel trained, StoredModel stored) {

  /**
   * The experiment's network with the stored parameters.
   *
   * @throws InvalidDataException where these are another network's, its answers are of other
   *     classes or attributes, or images became its input in another way; a file that does not say
   *     what it is must have the network's arrays
   */
  Model model() {
    stored.saved().card().map(ModelCard::provenance).ifPresent(this::requireSame);
    Model model = trained.configuration().newModel();
    InitialParameters.copy(stored.path().toString(), stored.saved().graph(), model.graph());
    return model;
  }

  private void requireSame(Provenance saved) {
    Provenance due = trained.provenance();
    requireNone(
        "is of another network than",
        difference("network", saved.network(), due.network()),
        difference("input", text(saved.input()), text(due.input())),
        difference("number of answers", saved.answers(), due.answers()),
        difference(
            "attention branch", attentionBranch(saved.options()), attentionBranch(due.options())),
        difference(names(saved), names(due)));
    saved.data().map(Data::pixels).ifPresent(this::requireSame);
  }

  /** Other pixels would give another error without a word. */
  private void requireSame(Pixels saved) {
    Pixels due = trained.pixels();
    requireNone(
        "sees images otherwise than",
        difference("data.image.resize", text(saved.resize()), text(due.resize())),
        difference("data.normalisation.mean", saved.mean(), due.mean()),
        difference("data.normalisation.std", saved.std(), due.std()));
  }

  @SafeVarargs
  private void requireNone(String fault, Optional<String>... differences) {
    Stream.of(differences)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            difference -> {
              throw InvalidDataException.of(
                  "%s: %s %s: %s", stored.path(), fault, trained.experiment().name(), difference);
            });
  }

  private static Optional<String> difference(String what, Object saved, Object due) {
    return saved.equals(due)
        ? Optional.empty()
        : Optional.of("its %s is %s, expected %s".formatted(what, saved, due));
  }

  /** Of as many names; an imported model has none. */
  private static Optional<String> difference(List<String> saved, List<String> due) {
    return IntStream.range(0, saved.size())
        .mapToObj(
            k -> difference("answer " + k, "\"" + saved.get(k) + "\"", "\"" + due.get(k) + "\""))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static List<String> names(Provenance provenance) {
    return provenance.data().map(Data::names).orElse(List.of());
  }

  private static String text(List<Integer> resize) {
    return resize.size() == 1 ? resize.get(0).toString() : resize.toString();
  }

  private static String text(InputShape input) {
    return String.format(Locale.ROOT, "%dx%dx%d", input.height(), input.width(), input.channels());
  }

  /** As its setting has it. Dropout and the tasks at a time make no difference to answers. */
  private String attentionBranch(NetworkOptions options) {
    AttentionHead authors = trained.experiment().network().backbone().attentionHead();
    AttentionHead head = options.attentionHead().orElse(authors);
    return head == authors
        ? "authors-code"
        : head.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
