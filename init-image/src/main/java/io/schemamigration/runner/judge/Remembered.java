package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Lock;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judgements as bytes, which only the same code reads again: enums are numbers. */
@SuppressWarnings(
    "EnumOrdinal") // a file is read by the build that wrote it: its key has the rules' checksum
final class Remembered {
  private Remembered() {}

  static ByteBuffer written(List<Judgement> judgements) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(judgements.size());
      for (var judgement : judgements) {
        write(judgement, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static void write(Judgement judgement, DataOutputStream out) throws IOException {
    out.writeByte(judgement.phase().ordinal());
    out.writeByte(judgement.certainty().ordinal());
    out.writeInt(judgement.effects().size());
    for (var effect : judgement.effects()) {
      out.writeByte(effect.change().ordinal());
      write(effect.object(), out);
      var becomes = effect.becomes();
      out.writeByte(becomes == null ? 0 : 1);
      if (becomes != null) {
        write(becomes, out);
      }
    }
    out.writeInt(judgement.locks().size());
    for (var lock : judgement.locks()) {
      out.writeByte(lock.mode().ordinal());
      write(lock.table(), out);
    }
    out.writeInt(judgement.dangers().size());
    for (var danger : judgement.dangers()) {
      out.writeByte(danger.ordinal());
    }
    out.writeInt(judgement.remarks().size());
    for (var remark : judgement.remarks()) {
      out.writeInt(remark.rule().ordinal());
      out.writeInt(remark.offset());
      write(remark.message(), out);
      write(remark.advice(), out);
    }
    out.writeInt(judgement.offers().size());
    for (var offer : judgement.offers()) {
      write(offer, out);
    }
  }

  private static void write(DatabaseObject object, DataOutputStream out) throws IOException {
    out.writeByte(object.kind().ordinal());
    write(object.name(), out);
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads them; null where that isn't what exists. */
  static @Nullable List<Judgement> read(ByteBuffer in, int statements) {
    try {
      if (in.getInt() != statements) {
        return null;
      }
      var judgements = new ArrayList<Judgement>();
      for (int i = 0; i < statements; i++) {
        judgements.add(judgement(in));
      }
      return in.hasRemaining() ? null : judgements;
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Judgement judgement(ByteBuffer in) {
    var phase = Phase.values()[in.get()];
    var certainty = Certainty.values()[in.get()];
    var effects = new ArrayList<Effect>();
    for (int left = in.getInt(); left > 0; left--) {
      var change = Effect.Change.values()[in.get()];
      var object = object(in);
      effects.add(new Effect(change, object, in.get() == 0 ? null : object(in)));
    }
    var locks = new ArrayList<Lock>();
    for (int left = in.getInt(); left > 0; left--) {
      locks.add(new Lock(LockMode.values()[in.get()], text(in)));
    }
    var dangers = EnumSet.noneOf(Danger.class);
    for (int left = in.getInt(); left > 0; left--) {
      dangers.add(Danger.values()[in.get()]);
    }
    var remarks = new ArrayList<Remark>();
    for (int left = in.getInt(); left > 0; left--) {
      remarks.add(new Remark(Rule.values()[in.getInt()], in.getInt(), text(in), text(in)));
    }
    var offers = new ArrayList<String>();
    for (int left = in.getInt(); left > 0; left--) {
      offers.add(text(in));
    }
    return new Judgement(phase, certainty, effects, locks, dangers, remarks, offers);
  }

  private static DatabaseObject object(ByteBuffer in) {
    return new DatabaseObject(DatabaseObject.Kind.values()[in.get()], text(in));
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("no text");
    }
    var bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
