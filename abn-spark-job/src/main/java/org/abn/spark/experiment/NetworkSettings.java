package org.abn.spark.experiment;

import java.util.Optional;
import org.abn.model.Network;

/**
 * What is trained: the section {@code network}.
 *
 * @param network which
 * @param initialModel URI of a model.zip whose parameters it starts from, instead of random ones
 * @param anyImageSize whether it is trained on images that its table is not for
 */
public record NetworkSettings(
    Network network, Optional<String> initialModel, boolean anyImageSize) {}
