package awssimulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A message without what differs from case to case: ids, times and account numbers become the name
 * of their form, all other words and all numbers stay. Members are named by their path.
 */
final class Shape {
  private static final Map<String, Pattern> FORMS = forms();

  private Shape() {}

  private static Map<String, Pattern> forms() {
    Map<String, Pattern> forms = new LinkedHashMap<>();
    forms.put(
        "uuid", Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"));
    forms.put("time", Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
    forms.put("agmt-…", Pattern.compile("agmt-[0-9a-z]{25}"));
    forms.put("offer-…", Pattern.compile("offer-[0-9a-z]{13}"));
    forms.put("prod-…", Pattern.compile("prod-[0-9a-z]{13,14}"));
    forms.put("resaleauthz-…", Pattern.compile("resaleauthz-[0-9a-z]{13}"));
    forms.put("acr-…", Pattern.compile("acr-[0-9a-z]{12}"));
    forms.put("ba-…", Pattern.compile("ba-[0-9a-z]{10}"));
    forms.put("l-…", Pattern.compile("l-[0-9a-f]{32}"));
    forms.put("code", Pattern.compile("(?<![0-9A-Za-z])[0-9a-z]{25}(?![0-9A-Za-z])"));
    forms.put("account", Pattern.compile("(?<!\\d)\\d{12}(?!\\d)"));
    forms.put("invoice", Pattern.compile("^\\d{10}$"));
    forms.put(
        "customer",
        Pattern.compile("(?<![0-9A-Za-z-])(?=.{0,10}[A-Z0-9])[0-9A-Za-z]{11}(?![0-9A-Za-z-])"));
    return forms;
  }

  /** The members of a message by path. */
  static Map<String, String> of(JsonNode message) {
    Map<String, String> members = new LinkedHashMap<>();
    add("", message, members);
    return members;
  }

  private static void add(String path, JsonNode node, Map<String, String> members) {
    if (node.isObject()) {
      members.put(path, "object");
      node.properties().forEach(m -> add(path + "/" + m.getKey(), m.getValue(), members));
    } else if (node.isArray()) {
      members.put(path, "array");
      for (int i = 0; i < node.size(); i++) {
        add(path + "/" + i, node.get(i), members);
      }
    } else {
      members.put(path, node.getNodeType() + " " + word(node));
    }
  }

  private static String word(JsonNode node) {
    String word = node.isString() ? node.stringValue() : node.toString();
    for (Map.Entry<String, Pattern> form : FORMS.entrySet()) {
      word = form.getValue().matcher(word).replaceAll("<" + form.getKey() + ">");
    }
    return word;
  }
}
