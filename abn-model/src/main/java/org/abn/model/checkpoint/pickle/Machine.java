package org.abn.model.checkpoint.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs one pickle: its stack, and a memo of values. */
final class Machine {

  private static final int LATEST_PROTOCOL = 5;

  private final PickleInput in;
  private final Globals globals;
  private final OperandStack stack = new OperandStack();
  private final Map<Long, Object> memo = new HashMap<>();

  Machine(PickleInput in, Globals globals) {
    this.in = in;
    this.globals = globals;
  }

  /** Runs up to and with STOP; gives the value that is then on top. */
  <T> T run(Class<T> type) {
    int place = in.position();
    try {
      Opcode opcode = Opcode.of(in.opcode());
      while (opcode != Opcode.STOP) {
        opcode.applyTo(this);
        place = in.position();
        opcode = Opcode.of(in.opcode());
      }
      return PythonType.cast(stack.pop(), type);
    } catch (InvalidPickleException e) {
      throw e.in("byte " + place);
    }
  }

  PickleInput in() {
    return in;
  }

  OperandStack stack() {
    return stack;
  }

  void requireProtocol(int protocol) {
    if (protocol > LATEST_PROTOCOL) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT,
              "pickle protocol must be at most %d, cannot be: %d",
              LATEST_PROTOCOL,
              protocol));
    }
  }

  void push(Object value) {
    stack.push(value);
  }

  void tuple(int count) {
    tuple(stack.popLast(count));
  }

  /** Lists are array lists; tuples cannot change. */
  void tuple(List<Object> items) {
    push(Collections.unmodifiableList(items));
  }

  void dict(List<Object> keysAndValues) {
    push(new Dict());
    setItems(keysAndValues);
  }

  /** Of a list, a set, or anything else that Python would ask to take them. */
  @SuppressWarnings("unchecked") // a list of a pickle takes anything
  void append(List<Object> items) {
    if (!(stack.top() instanceof Placeholder)) {
      PythonType.cast(stack.top(), ArrayList.class).addAll(items);
    }
  }

  void setItems(List<Object> keysAndValues) {
    if (keysAndValues.size() % 2 != 0) {
      throw new InvalidPickleException("expected a value for each key of a dict");
    }
    Dict dict =
        stack.top() instanceof Placeholder other
            ? other.items()
            : PythonType.cast(stack.top(), Dict.class);
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      dict.put(keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  void memoize() {
    memoize(memo.size());
  }

  void memoize(long place) {
    memo.put(place, stack.top());
  }

  void recall(long place) {
    Object value = memo.get(place);
    if (value == null) {
      throw new InvalidPickleException("nothing was memoized as " + place);
    }
    push(value);
  }

  void stackGlobal() {
    var names = Arguments.of(stack.popLast(2));
    global(names.at(0, String.class), names.at(1, String.class));
  }

  void global(String module, String name) {
    push(named(module, name));
  }

  private Object named(String module, String name) {
    return globals
        .find(PythonType.qualified(module, name))
        .orElseGet(() -> new Placeholder(module, name));
  }

  /** Names a class, and makes an object of it with all since the mark. */
  void instance(String module, String name) {
    call(named(module, name), stack.popToMark());
  }

  /** Makes an object of the class behind the mark with all that follows. */
  void object() {
    List<Object> operands = stack.popToMark();
    Object type = Arguments.of(operands).at(0, Object.class);
    call(type, operands.subList(1, operands.size()));
  }

  /** Calls what is below a tuple on top. */
  void call() {
    List<Object> call = stack.popLast(2);
    call(call.get(0), call.get(1));
  }

  /** The same, with a dict of arguments by name on top. */
  void callWithNames() {
    List<Object> call = stack.popLast(3);
    call(call.get(0), call.get(1));
  }

  private void call(Object function, Object arguments) {
    Arguments tuple = Arguments.of(arguments);
    push(PythonType.cast(function, Constructor.class).call(tuple));
  }

  /** Attributes: nothing here has any, such as a state_dict's {@code _metadata}. */
  void build() {
    Object state = stack.pop();
    if (stack.top() instanceof Placeholder object) {
      object.setState(state);
    }
  }

  void persistent() {
    push(globals.persistent(Arguments.of(stack.pop())));
  }
}
