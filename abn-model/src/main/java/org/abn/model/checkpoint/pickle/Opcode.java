package org.abn.model.checkpoint.pickle;

import java.util.function.Consumer;

/**
 * The instructions of pickle protocols 1 to 5 (Python's {@code pickletools}) that {@code
 * torch.save} writes; protocol 0 cannot express storages.
 */
enum Opcode {
  PROTO(0x80, m -> m.requireProtocol(m.in().u1())),
  FRAME(0x95, m -> m.in().i8()),
  STOP('.', m -> {}),

  NONE('N', m -> m.push(None.NONE)),
  NEWTRUE(0x88, m -> m.push(true)),
  NEWFALSE(0x89, m -> m.push(false)),
  INT('I', m -> m.push(m.in().decimalOrBool())),
  LONG('L', m -> m.push(m.in().decimal())),
  BININT('J', m -> m.push((long) m.in().i4())),
  BININT1('K', m -> m.push((long) m.in().u1())),
  BININT2('M', m -> m.push((long) m.in().u2())),
  LONG1(0x8A, m -> m.push(m.in().integer(m.in().u1()))),
  BINFLOAT('G', m -> m.push(m.in().bigEndianDouble())),

  SHORT_BINSTRING('U', m -> m.push(m.in().text(m.in().u1()))),
  BINSTRING('T', m -> m.push(m.in().text(m.in().i4()))),
  SHORT_BINUNICODE(0x8C, m -> m.push(m.in().text(m.in().u1()))),
  BINUNICODE('X', m -> m.push(m.in().text(m.in().u4()))),
  BINUNICODE8(0x8D, m -> m.push(m.in().text(m.in().i8()))),
  SHORT_BINBYTES('C', m -> m.push(m.in().bytes(m.in().u1()))),
  BINBYTES('B', m -> m.push(m.in().bytes(m.in().u4()))),
  BINBYTES8(0x8E, m -> m.push(m.in().bytes(m.in().i8()))),

  MARK('(', Machine::mark),
  POP('0', Machine::pop),
  POP_MARK('1', Machine::popToMark),

  EMPTY_TUPLE(')', m -> m.tuple(0)),
  TUPLE1(0x85, m -> m.tuple(1)),
  TUPLE2(0x86, m -> m.tuple(2)),
  TUPLE3(0x87, m -> m.tuple(3)),
  TUPLE('t', m -> m.tuple(m.popToMark())),
  EMPTY_LIST(']', Machine::emptyList),
  APPEND('a', m -> m.append(m.popLast(1))),
  APPENDS('e', m -> m.append(m.popToMark())),
  EMPTY_DICT('}', m -> m.push(new Dict())),
  SETITEM('s', m -> m.setItems(m.popLast(2))),
  SETITEMS('u', m -> m.setItems(m.popToMark())),
  EMPTY_SET(0x8F, Machine::emptyList),
  ADDITEMS(0x90, m -> m.append(m.popToMark())),
  FROZENSET(0x91, m -> m.tuple(m.popToMark())),

  BINPUT('q', m -> m.memoize(m.in().u1())),
  LONG_BINPUT('r', m -> m.memoize(m.in().u4())),
  MEMOIZE(0x94, Machine::memoize),
  BINGET('h', m -> m.recall(m.in().u1())),
  LONG_BINGET('j', m -> m.recall(m.in().u4())),

  GLOBAL('c', m -> m.global(m.in().line(), m.in().line())),
  STACK_GLOBAL(0x93, Machine::stackGlobal),
  INST(
      'i',
      m -> {
        throw m.notAllowed(m.in().line(), m.in().line());
      }),
  REDUCE('R', Machine::call),
  NEWOBJ(0x81, Machine::call),
  BUILD('b', Machine::dropState),
  BINPERSID('Q', Machine::persistent);

  private static final Opcode[] BY_CODE = new Opcode[256];

  static {
    for (Opcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final Consumer<Machine> effect;

  Opcode(int code, Consumer<Machine> effect) {
    this.code = code;
    this.effect = effect;
  }

  /**
   * @throws InvalidPickleException where the code is no opcode that a checkpoint has
   */
  static Opcode of(int code) {
    Opcode opcode = BY_CODE[code];
    if (opcode == null) {
      throw new InvalidPickleException(
          "opcode 0x%02X is not allowed in a checkpoint".formatted(code));
    }
    return opcode;
  }

  int code() {
    return code;
  }

  void applyTo(Machine machine) {
    effect.accept(machine);
  }
}
