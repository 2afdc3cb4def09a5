//! Which IP addresses are on the public internet.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address belongs to a host on the public internet, so that it may be called.
///
/// Everything that is private, local, reserved, for documentation or multicast is not, and neither are the
/// ranges that carry an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo) nor the addresses
/// where clouds keep their metadata. Whoever delivers asks this about every address that a name leads to,
/// and connects to the one that was asked about.
///
/// Source: the special-purpose registries of RFC 6890, with 168.63.129.16 besides, which looks public and is
/// a cloud's own.
///
/// ```
/// use core::net::IpAddr;
/// use rwandapay_core::url::is_public;
///
/// let public = |text: &str| text.parse::<IpAddr>().is_ok_and(is_public);
/// assert!(public("41.186.0.1") && public("2c0f:eb68::1"));
/// assert!(!public("169.254.169.254") && !public("::ffff:41.186.0.1"));
/// ```
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !V4_REFUSED.iter().any(|(block, bits)| within_v4(address, *block, *bits)),
        IpAddr::V6(address) => {
            within_v6(address, V6_GLOBAL.0, V6_GLOBAL.1)
                && !V6_REFUSED.iter().any(|(block, bits)| within_v6(address, *block, *bits))
        }
    }
}

/// Whether an address is of this machine itself, written plainly.
pub(super) fn is_loopback(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback(),
        IpAddr::V6(address) => address.is_loopback(),
    }
}

const V4_REFUSED: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::UNSPECIFIED, 8),            // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),       // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),    // carriers, and a cloud's metadata at 100.100.100.200
    (Ipv4Addr::new(127, 0, 0, 0), 8),      // loopback
    (Ipv4Addr::new(168, 63, 129, 16), 32), // a cloud's own services
    (Ipv4Addr::new(169, 254, 0, 0), 16),   // link-local, and metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),    // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),     // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),     // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),   // 6to4 relays
    (Ipv4Addr::new(192, 168, 0, 0), 16),   // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),    // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24),  // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),   // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),      // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),      // reserved, and broadcast
];

/// The only range from which global unicast addresses are given out.
const V6_GLOBAL: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

const V6_REFUSED: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocols: Teredo, benchmarks, ORCHID
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];

fn within_v4(address: Ipv4Addr, block: Ipv4Addr, bits: u32) -> bool {
    let differing = address.to_bits() ^ block.to_bits();
    differing.leading_zeros() >= bits
}

fn within_v6(address: Ipv6Addr, block: Ipv6Addr, bits: u32) -> bool {
    let differing = address.to_bits() ^ block.to_bits();
    differing.leading_zeros() >= bits
}
