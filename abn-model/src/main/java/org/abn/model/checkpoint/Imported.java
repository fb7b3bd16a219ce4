package org.abn.model.checkpoint;

import java.util.Set;
import org.abn.model.checkpoint.torch.ElementType;

/**
 * What an import took from a checkpoint.
 *
 * @param tensors how many
 * @param values how many numbers they are
 * @param types what they were in the file
 * @param momentum whether the optimiser's velocities came along
 * @param key where the tensors were, such as {@code checkpoint.model}; empty of the whole
 * @param prefix what was removed from their names, such as {@code module.}; empty of nothing
 */
public record Imported(
    int tensors,
    long values,
    Set<ElementType> types,
    boolean momentum,
    String key,
    String prefix) {}
