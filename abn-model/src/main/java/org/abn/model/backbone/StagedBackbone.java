package org.abn.model.backbone;

import java.util.ArrayList;
import java.util.List;
import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;
import org.abn.model.layer.Linear;

/**
 * A network of a stem, stages of blocks and global average pooling, as a table.
 *
 * @param names what the public checkpoints call its modules
 * @param stem how it begins
 * @param sections stages and what stands between them; the last is a stage
 * @param attentionHead how its attention branch ends
 * @param classifierStart what its classifier starts from
 */
public record StagedBackbone(
    Names names,
    Stem stem,
    List<Section> sections,
    AttentionHead attentionHead,
    Linear.Start classifierStart)
    implements Backbone {

  /**
   * What the public checkpoints call modules.
   *
   * @param stage format of a stage's prefix, of the stage's number
   * @param attentionStage the same of the attention branch's copy of the last stage
   * @param closingNorm a batch norm with a ReLU behind the last stage; empty where there is none
   * @param classifier the layer that classifies
   */
  record Names(String stage, String attentionStage, String closingNorm, String classifier) {
    String stage(int number) {
      return stage.formatted(number);
    }
  }

  /** Copies the sections. */
  public StagedBackbone {
    sections = List.copyOf(sections);
  }

  /** A table without stages as yet. */
  static StagedBackbone of(Names names, Stem stem) {
    return new StagedBackbone(names, stem, List.of(), AttentionHead.STANDARD, Linear.Start.UNIFORM);
  }

  /** One more stage of {@code blocks} blocks at the same resolution. */
  StagedBackbone stage(int blocks, Block block) {
    return with(new Stage(names.stage(stages() + 1), blocks, block, 1));
  }

  /** One more stage, whose first block halves height and width. */
  StagedBackbone downsamplingStage(int blocks, Block block) {
    return with(new Stage(names.stage(stages() + 1), blocks, block, 2));
  }

  /** Fewer channels at half the height and width. */
  StagedBackbone transition(int compression) {
    return with(new Transition("trans" + stages(), compression));
  }

  /** The same table with another end of the attention branch. */
  StagedBackbone ending(AttentionHead head) {
    return new StagedBackbone(names, stem, sections, head, classifierStart);
  }

  /** The same table with another start of the classifier. */
  StagedBackbone classifierFrom(Linear.Start start) {
    return new StagedBackbone(names, stem, sections, attentionHead, start);
  }

  private StagedBackbone with(Section section) {
    List<Section> more = new ArrayList<>(sections);
    more.add(section);
    return new StagedBackbone(names, stem, more, attentionHead, classifierStart);
  }

  private int stages() {
    return (int) sections.stream().filter(Stage.class::isInstance).count();
  }

  private Stage lastStage() {
    return (Stage) sections.get(sections.size() - 1);
  }

  @Override
  public Classifier classifier() {
    return new Classifier(names.classifier(), classifierStart);
  }

  @Override
  public FeatureMap buildFeatureExtractor(GraphScope g, FeatureMap image) {
    FeatureMap x = stem.build(g, image);
    for (Section section : sections.subList(0, sections.size() - 1)) {
      x = section.build(g, x);
    }
    return x;
  }

  @Override
  public FeatureMap buildAttentionTrunk(GraphScope g, FeatureMap features) {
    String prefix = names.attentionStage().formatted(stages());
    return lastStage().atFullResolution(prefix).build(g, features);
  }

  @Override
  public PerceptionTrunk buildPerceptionTrunk(GraphScope g, FeatureMap features) {
    FeatureMap last = closed(g, lastStage().build(g, features));
    return new PerceptionTrunk(last, g.globalAveragePooling("pool", last));
  }

  @Override
  public ClassActivation buildClassActivation(GraphScope g, FeatureMap features, int classes) {
    Stage stage = lastStage().atFullResolution(names.stage(stages()));
    FeatureMap last = closed(g, stage.build(g, features));
    FeatureMap scores = g.convolution(names.classifier(), last, classes, 1, 1);
    return new ClassActivation(last, scores.vertex(), g.globalAveragePooling("pool", scores));
  }

  private FeatureMap closed(GraphScope g, FeatureMap x) {
    return names.closingNorm().isEmpty() ? x : g.batchNormReLU(names.closingNorm(), x);
  }
}
