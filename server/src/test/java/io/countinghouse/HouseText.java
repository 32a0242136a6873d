package io.countinghouse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Text that may not stand in a source file, and what to use instead.
 *
 * @param banned what is looked for in each line
 * @param instead what to do instead
 * @param where part of the path that a file must have to be looked at
 * @param except part of a path that may have it all the same; empty for none
 * @param example a line that it must catch
 */
record HouseText(Pattern banned, String instead, String where, String except, String example) {

  static final List<HouseText> BANS =
      List.of(
          ban("java\\.util\\.Date\\b", "use java.time", "/", "import java.util.Date;"),
          ban(
              "ZoneId\\.systemDefault|TimeZone\\.getDefault",
              "use UTC or the site's zone",
              "/",
              "var zone = ZoneId.systemDefault();"),
          ban(
              "\\b(TODO|FIXME|XXX)\\b(?!\\(#\\d+\\))",
              "do it, or name the ticket: TODO(#12)",
              "/",
              "// TODO later"),
          ban(
              "Thread\\.sleep|TimeUnit\\.\\w+\\.sleep",
              "wait for what is expected, or move the TestClock",
              "/src/test/",
              "Thread.sleep(100);"),
          ban("@(Disabled|Ignore)\\b", "mend the test or delete it", "/src/test/", "@Disabled"),
          ban(
              "org\\.mockito|org\\.easymock|io\\.mockk",
              "write a fake of our own port",
              "/",
              "import static org.mockito.Mockito.mock;"),
          ban("\\blombok\\.", "write a record", "/", "import lombok.Data;"),
          ban(
              "@Value\\(",
              "add the setting to the package's settings record",
              "/src/main/",
              "@Value(\"${port}\") int port;"),
          ban(
              "@Autowired\\s+(private|protected)",
              "inject by the constructor",
              "/src/main/",
              "@Autowired private Outbox outbox;"),
          ban(
              "\\bimport (javax|jakarta)\\.persistence",
              "write the SQL",
              "/",
              "import jakarta.persistence.Entity;"),
          ban("@author\\b", "the history knows who wrote it", "/", " * @author somebody"),
          new HouseText(
              Pattern.compile("AWSMPMeteringService|AWS4-HMAC"),
              "AWS's wire is known to marketplace.aws alone",
              "/server/src/main/",
              "/marketplace/aws/",
              "String target = \"AWSMPMeteringService.BatchMeterUsage\";"));

  private static HouseText ban(String banned, String instead, String where, String example) {
    return new HouseText(Pattern.compile(banned), instead, where, "", example);
  }

  /** What this finds wrong in a file; its path is written with slashes. */
  List<String> findings(String path, List<String> lines) {
    List<String> found = new ArrayList<>();
    if (path.contains(where) && (except.isEmpty() || !path.contains(except))) {
      for (int i = 0; i < lines.size(); i++) {
        if (banned.matcher(lines.get(i)).find()) {
          found.add("%s:%d: %s -- %s".formatted(path, i + 1, lines.get(i).strip(), instead));
        }
      }
    }
    return found;
  }
}
