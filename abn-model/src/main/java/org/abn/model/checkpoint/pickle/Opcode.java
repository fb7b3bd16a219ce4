package org.abn.model.checkpoint.pickle;

import java.util.ArrayList;
import java.util.Locale;
import java.util.function.Consumer;

/** The instructions of pickle protocols 0 to 5 (Python's {@code pickletools}). */
enum Opcode {
  PROTO(0x80, m -> m.requireProtocol(m.in().u1())),
  FRAME(0x95, m -> m.in().i8()),
  STOP('.', m -> {}),

  NONE('N', m -> m.push(None.NONE)),
  NEWTRUE(0x88, m -> m.push(true)),
  NEWFALSE(0x89, m -> m.push(false)),
  INT('I', m -> m.push(m.in().number().integerOrBool())),
  LONG('L', m -> m.push(m.in().number().integer())),
  BININT('J', m -> m.push((long) m.in().i4())),
  BININT1('K', m -> m.push((long) m.in().u1())),
  BININT2('M', m -> m.push((long) m.in().u2())),
  LONG1(0x8A, m -> m.push(m.in().integer(m.in().u1()))),
  LONG4(0x8B, m -> m.push(m.in().integer(m.in().i4()))),
  FLOAT('F', m -> m.push(m.in().number().real())),
  BINFLOAT('G', m -> m.push(m.in().bigEndianDouble())),

  STRING('S', m -> m.push(m.in().text())),
  UNICODE('V', m -> m.push(m.in().text())),
  SHORT_BINSTRING('U', m -> m.push(m.in().text(m.in().u1()))),
  BINSTRING('T', m -> m.push(m.in().text(m.in().i4()))),
  SHORT_BINUNICODE(0x8C, m -> m.push(m.in().text(m.in().u1()))),
  BINUNICODE('X', m -> m.push(m.in().text(m.in().u4()))),
  BINUNICODE8(0x8D, m -> m.push(m.in().text(m.in().i8()))),
  SHORT_BINBYTES('C', m -> m.push(m.in().bytes(m.in().u1()))),
  BINBYTES('B', m -> m.push(m.in().bytes(m.in().u4()))),
  BINBYTES8(0x8E, m -> m.push(m.in().bytes(m.in().i8()))),
  BYTEARRAY8(0x96, m -> m.push(m.in().bytes(m.in().i8()))),

  MARK('(', m -> m.stack().mark()),
  POP('0', m -> m.stack().drop()),
  POP_MARK('1', m -> m.stack().popToMark()),
  DUP('2', m -> m.push(m.stack().top())),

  EMPTY_TUPLE(')', m -> m.tuple(0)),
  TUPLE1(0x85, m -> m.tuple(1)),
  TUPLE2(0x86, m -> m.tuple(2)),
  TUPLE3(0x87, m -> m.tuple(3)),
  TUPLE('t', m -> m.tuple(m.stack().popToMark())),
  EMPTY_LIST(']', m -> m.push(new ArrayList<>())),
  LIST('l', m -> m.push(m.stack().popToMark())),
  APPEND('a', m -> m.append(m.stack().popLast(1))),
  APPENDS('e', m -> m.append(m.stack().popToMark())),
  EMPTY_DICT('}', m -> m.push(new Dict())),
  DICT('d', m -> m.dict(m.stack().popToMark())),
  SETITEM('s', m -> m.setItems(m.stack().popLast(2))),
  SETITEMS('u', m -> m.setItems(m.stack().popToMark())),
  EMPTY_SET(0x8F, m -> m.push(new ArrayList<>())),
  ADDITEMS(0x90, m -> m.append(m.stack().popToMark())),
  FROZENSET(0x91, m -> m.tuple(m.stack().popToMark())),

  PUT('p', m -> m.memoize(m.in().number().place())),
  BINPUT('q', m -> m.memoize(m.in().u1())),
  LONG_BINPUT('r', m -> m.memoize(m.in().u4())),
  MEMOIZE(0x94, Machine::memoize),
  GET('g', m -> m.recall(m.in().number().place())),
  BINGET('h', m -> m.recall(m.in().u1())),
  LONG_BINGET('j', m -> m.recall(m.in().u4())),

  GLOBAL('c', m -> m.global(m.in().name(), m.in().name())),
  STACK_GLOBAL(0x93, Machine::stackGlobal),
  INST('i', m -> m.instance(m.in().name(), m.in().name())),
  OBJ('o', Machine::object),
  REDUCE('R', Machine::call),
  NEWOBJ(0x81, Machine::call),
  NEWOBJ_EX(0x92, Machine::callWithNames),
  BUILD('b', Machine::build),
  BINPERSID('Q', Machine::persistent),
  PERSID('P', m -> refuse("a persistent id of protocol 0, which names no storage")),

  EXT1(0x82, m -> refuse("a class by its number in a registry of the program that wrote it")),
  EXT2(0x83, EXT1.effect),
  EXT4(0x84, EXT1.effect),
  NEXT_BUFFER(0x97, m -> refuse("a buffer outside of the file")),
  READONLY_BUFFER(0x98, m -> m.stack().top());

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
   * @throws InvalidPickleException where the code is no opcode of a pickle
   */
  static Opcode of(int code) {
    Opcode opcode = BY_CODE[code];
    if (opcode == null) {
      throw new InvalidPickleException(
          String.format(Locale.ROOT, "0x%02X is no opcode of a pickle", code));
    }
    return opcode;
  }

  private static void refuse(String what) {
    throw new InvalidPickleException(
        "needs " + what + ": save again by torch.save with its own pickle protocol");
  }

  int code() {
    return code;
  }

  void applyTo(Machine machine) {
    effect.accept(machine);
  }
}
