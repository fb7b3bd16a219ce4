package org.abn.model.checkpoint.torch;

import java.util.Locale;
import org.abn.model.checkpoint.pickle.Arguments;
import org.abn.model.checkpoint.pickle.Constructor;
import org.abn.model.checkpoint.pickle.Placeholder;

/** What PyTorch's functions make of a pickled tensor: a {@link Tensor}, or what stands for one. */
final class RebuiltTensor {

  /** More dimensions than any tensor of a network has. */
  private static final int MOST_DIMENSIONS = 8;

  /**
   * {@code (function, class, its arguments, ...)}: a tensor of another class or with attributes.
   */
  static final Constructor OF_TYPE = RebuiltTensor::ofType;

  private RebuiltTensor() {}

  /** {@code (storage, offset, shape, strides, ...)}; what follows matters to training alone. */
  static Object of(Arguments arguments) {
    return arguments.at(0, Object.class) instanceof Placeholder storage
        ? storage
        : view(arguments.at(0, Storage.class), arguments);
  }

  /** {@code (storage, offset, shape, strides, gradient, hooks, type, ...)}. */
  static Object withType(Arguments arguments) {
    return arguments.at(6, Object.class) instanceof Placeholder type
        ? type
        : view(arguments.at(0, Storage.class).as(arguments.at(6, ElementType.class)), arguments);
  }

  private static Object view(Storage storage, Arguments arguments) {
    int dimensions = arguments.tuple(2).size();
    return dimensions > MOST_DIMENSIONS
        ? new Placeholder(
            "torch", String.format(Locale.ROOT, "Tensor of %d dimensions", dimensions))
        : Tensor.of(
            storage,
            arguments.at(1, Long.class),
            arguments.integers(2, MOST_DIMENSIONS),
            arguments.integers(3, MOST_DIMENSIONS));
  }

  /** A parameter is its tensor. */
  static Object first(Arguments arguments) {
    return arguments.size() == 0 || arguments.at(0, Object.class) instanceof Placeholder
        ? new Placeholder("torch.nn.parameter", "Parameter of no plain tensor")
        : arguments.at(0, Tensor.class);
  }

  /** The arguments could ask for the same once more, and without an end. */
  private static Object ofType(Arguments arguments) {
    Constructor function = arguments.at(0, Constructor.class);
    return function == OF_TYPE
        ? new Placeholder("torch", "Tensor of a class of its own")
        : function.call(arguments.tuple(2));
  }
}
