package org.abn.model.checkpoint.torch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abn.model.checkpoint.pickle.Arguments;
import org.abn.model.checkpoint.pickle.Constructor;
import org.abn.model.checkpoint.pickle.Dict;
import org.abn.model.checkpoint.pickle.Globals;
import org.abn.model.checkpoint.pickle.InvalidPickleException;
import org.abn.model.checkpoint.pickle.None;

/** The names that a checkpoint may use: tensors, their storages, and a few that tell us nothing. */
final class TorchGlobals implements Globals {

  /** More dimensions than any tensor of a network has. */
  private static final int MOST_DIMENSIONS = 8;

  /** What authors leave beside the tensors; passed over. */
  private static final List<String> IGNORED =
      List.of(
          "torch.Size",
          "torch.device",
          "numpy.core.multiarray.scalar",
          "numpy._core.multiarray.scalar",
          "numpy.dtype",
          "_codecs.encode",
          "__builtin__.set",
          "builtins.set",
          "collections.Counter",
          "argparse.Namespace");

  private final StorageFile file;
  private final Map<String, Object> allowed = new HashMap<>();

  /**
   * @param file where storages lie
   */
  TorchGlobals(StorageFile file) {
    this.file = file;
    allow("collections.OrderedDict", Dict::of);
    allow("torch._utils._rebuild_tensor", TorchGlobals::tensor);
    allow("torch._utils._rebuild_tensor_v2", TorchGlobals::tensor);
    allow("torch._utils._rebuild_parameter", TorchGlobals::dataOf);
    allow("torch.nn.parameter.Parameter", TorchGlobals::dataOf);
    IGNORED.forEach(name -> allow(name, arguments -> new Ignored(name)));
    for (ElementType type : ElementType.values()) {
      allowed.put("torch." + type.storageClass(), type);
    }
  }

  /** A value that we have no use for. */
  private record Ignored(String name) {}

  private void allow(String name, Constructor constructor) {
    allowed.put(name, constructor);
  }

  @Override
  public Optional<Object> find(String name) {
    return Optional.ofNullable(allowed.get(name));
  }

  /** {@code (storage, offset, shape, strides, ...)}; what follows matters to training alone. */
  private static Tensor tensor(Arguments arguments) {
    return Tensor.of(
        arguments.at(0, Storage.class),
        arguments.at(1, Long.class),
        arguments.integers(2, MOST_DIMENSIONS),
        arguments.integers(3, MOST_DIMENSIONS));
  }

  private static Tensor dataOf(Arguments arguments) {
    return arguments.at(0, Tensor.class);
  }

  /**
   * {@code ("storage", class, key, device, length)}, and in streams a sixth item: nothing, or which
   * part of the storage it is.
   */
  @Override
  public Storage persistent(Arguments id) {
    if (!id.at(0, String.class).equals("storage")) {
      throw new InvalidPickleException("expected the persistent id of a storage");
    }
    ElementType type = id.at(1, ElementType.class);
    String key = id.at(2, String.class);
    long length = id.at(4, Long.class);
    file.require(key, type, length);
    var whole = new Storage(file, key, type, 0, length);
    boolean partial = id.size() > 5 && id.at(5, Object.class) != None.NONE;
    return partial ? part(whole, id.tuple(5)) : whole;
  }

  /** {@code (key, offset, length)}. */
  private static Storage part(Storage whole, Arguments view) {
    return whole.part(view.at(1, Long.class), view.at(2, Long.class));
  }
}
