package io.countinghouse.acceptance;

import java.util.List;
import java.util.function.Predicate;

/**
 * Somebody with a language and a screen.
 *
 * @param locale what the browser prefers
 * @param width of the screen, CSS pixels
 * @param words what the buttons of the marketplace say
 */
record Reader(String name, String locale, int width, int height, Words words) {

  /** Labels that AWS's own pages have, by which a customer finds the way. */
  record Words(
      String continueToSubscribe,
      String createAndSignIn,
      String subscribe,
      String setUp,
      String software,
      String manage,
      String actions,
      String cancel,
      String confirmCancel,
      String bill,
      String plusHour) {}

  static final Reader CHINESE_AT_A_DESK =
      new Reader(
          "zh-1280",
          "zh-CN",
          1280,
          800,
          new Words(
              "继续订阅",
              "新建并登录",
              "订阅",
              "建立您的账户",
              "您的 Marketplace 软件",
              "管理",
              "操作",
              "取消订阅",
              "是，取消订阅",
              "账单",
              "+1 小时"));

  static final Reader ENGLISH_ON_A_PHONE =
      new Reader(
          "en-390",
          "en-US",
          390,
          844,
          new Words(
              "Continue to subscribe",
              "Create and sign in",
              "Subscribe",
              "Set up your account",
              "Your Marketplace software",
              "Manage",
              "Actions",
              "Cancel subscription",
              "Yes, cancel subscription",
              "Bill",
              "+1 hour"));

  static final Reader CHINESE_ON_A_PHONE =
      new Reader("zh-390", "zh-CN", 390, 844, CHINESE_AT_A_DESK.words());

  static final Reader ENGLISH_AT_A_DESK =
      new Reader("en-1280", "en-US", 1280, 800, ENGLISH_ON_A_PHONE.words());

  /** The same language on the other screen. */
  Reader onOtherScreen() {
    return other(it -> it.locale.equals(locale) && it.width != width);
  }

  /** The other language on the same screen. */
  Reader inOtherLanguage() {
    return other(it -> !it.locale.equals(locale) && it.width == width);
  }

  private static Reader other(Predicate<Reader> wanted) {
    return all().stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Each language on each screen. */
  static List<Reader> all() {
    return List.of(CHINESE_AT_A_DESK, ENGLISH_AT_A_DESK, CHINESE_ON_A_PHONE, ENGLISH_ON_A_PHONE);
  }

  @Override
  public String toString() {
    return name;
  }
}
