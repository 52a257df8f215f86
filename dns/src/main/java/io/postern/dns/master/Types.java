package io.postern.dns.master;

import io.postern.dns.zone.RecordType;
import java.util.HashMap;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/** Types and classes by the words for them; remembers those it has seen, as a file has few. */
final class Types {
  /** Numbers from here on are questions and not data (RFC 6895 §3.1). */
  private static final int FIRST_QUESTION = 128;

  private static final int LAST_QUESTION = 255;

  private final Map<String, RecordType> seen = new HashMap<>();

  /** The type that a word means. */
  RecordType read(String word) {
    var known = seen.get(word);
    if (known != null) return known;
    int code = Type.value(word);
    if (code < 0) throw new WrongEntry("'" + word + "' is no record type");
    boolean isQuestion = code >= FIRST_QUESTION && code <= LAST_QUESTION;
    if (code == 0 || code == Type.OPT || isQuestion)
      throw new WrongEntry(word + " is no type of data that a zone holds");
    var type = new RecordType(code);
    seen.put(word, type);
    return type;
  }

  /** Whether the word is a class; it has to be IN then. */
  static boolean isClass(String word) {
    if (word.equalsIgnoreCase("IN")) return true;
    boolean mayBe = word.length() == 2 || word.regionMatches(true, 0, "CLASS", 0, 5);
    if (!mayBe || DClass.value(word) < 0) return false;
    if (DClass.value(word) == DClass.IN) return true;
    throw new WrongEntry("the class " + word + " is not IN, which is the only one served");
  }
}
