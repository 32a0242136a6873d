package io.countinghouse.site;

import io.countinghouse.kernel.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** All sites, in the order of their configuration. */
@Component
@EnableConfigurationProperties(SiteSettings.class)
public class Sites {

  private final List<Site> sites;
  private final Map<SiteId, Site> byId;

  Sites(SiteSettings settings) {
    List<Site> checked = new ArrayList<>();
    for (SiteSettings.Entry entry : settings.sites()) {
      Site site = entry.site();
      if (checked.stream().anyMatch(other -> other.id().equals(site.id()))) {
        throw new IllegalArgumentException("Site " + site.id() + " is configured twice");
      }
      checked.add(site);
    }
    sites = List.copyOf(checked);
    byId = sites.stream().collect(Collectors.toMap(Site::id, Function.identity()));
  }

  public List<Site> all() {
    return sites;
  }

  /** The sites that offer a method, in order. */
  public List<Site> offering(Site.Method method) {
    return sites.stream().filter(site -> site.offers(method)).toList();
  }

  public Optional<Site> find(SiteId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * @throws IllegalStateException if the site is not configured: rows of it exist, so the
   *     configuration is wrong
   */
  public Site get(SiteId id) {
    return find(id)
        .orElseThrow(
            () -> new IllegalStateException("Site " + id + " has rows but is not configured"));
  }
}
