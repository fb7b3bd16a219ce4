package org.abn.model.backbone;

import java.util.ArrayList;
import java.util.List;

/**
 * A network of a stem, stages of blocks and global average pooling, as a table.
 *
 * @param names what the public checkpoints call its modules
 * @param stem how it begins
 * @param sections stages and what stands between them; the last is a stage
 * @param attentionTop how its attention branch ends
 */
public record StagedBackbone(
    Names names, Stem stem, List<Section> sections, AttentionTop attentionTop) implements Backbone {

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
    return new StagedBackbone(names, stem, List.of(), AttentionTop.STANDARD);
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
  StagedBackbone ending(AttentionTop top) {
    return new StagedBackbone(names, stem, sections, top);
  }

  private StagedBackbone with(Section section) {
    List<Section> more = new ArrayList<>(sections);
    more.add(section);
    return new StagedBackbone(names, stem, more, attentionTop);
  }

  private int stages() {
    return (int) sections.stream().filter(Stage.class::isInstance).count();
  }

  private Stage lastStage() {
    return (Stage) sections.get(sections.size() - 1);
  }

  @Override
  public String classifier() {
    return names.classifier();
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
  public FeatureVector buildPerceptionTrunk(GraphScope g, FeatureMap features) {
    return g.globalAveragePooling("pool", closed(g, lastStage().build(g, features)));
  }

  @Override
  public FeatureVector buildClassActivation(GraphScope g, FeatureMap features, int classes) {
    FeatureMap x =
        closed(g, lastStage().atFullResolution(names.stage(stages())).build(g, features));
    return g.globalAveragePooling("pool", g.convolution(classifier(), x, classes, 1, 1));
  }

  private FeatureMap closed(GraphScope g, FeatureMap x) {
    return names.closingNorm().isEmpty() ? x : g.batchNormReLU(names.closingNorm(), x);
  }
}
