package io.countinghouse.site;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Set;

/**
 * A region of the product with its own console accounts and workspaces.
 *
 * @param kind decides the price together with the payer's currency
 * @param zone the zone of its billing days; a fixed whole-hour offset
 * @param currency the currency of billing accounts registered here
 * @param partition the AWS partition whose subscriptions it is preselected for
 * @param methods the settlement methods it offers
 */
public record Site(
    SiteId id,
    String nameZh,
    String nameEn,
    Kind kind,
    ZoneId zone,
    Currency currency,
    String partition,
    Set<Method> methods) {

  /** The two kinds of sites that prices know. */
  public enum Kind {
    CHINA,
    INTERNATIONAL
  }

  /** Who can be charged for a workspace. */
  public enum Method {
    BILLING_CENTER,
    AWS
  }

  public Site {
    methods = Set.copyOf(methods);
  }

  public String name(Language language) {
    return switch (language) {
      case ZH -> nameZh;
      case EN -> nameEn;
    };
  }

  /** The billing day that an instant falls on. */
  public LocalDate dayOf(Instant instant) {
    return instant.atZone(zone).toLocalDate();
  }

  /** The first instant of a billing day. */
  public Instant startOf(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  public boolean offers(Method method) {
    return methods.contains(method);
  }
}
