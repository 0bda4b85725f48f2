//! Who issues travel documents: the three-letter codes of ICAO Doc 9303 part 3, section 5.
//!
//! These are ISO 3166-1 alpha-3 codes with two changes (Germany is `D`, Kosovo `RKS`) and codes for
//! organisations, persons without a nationality, and specimens.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// ISO 3166-1: alpha-2 and alpha-3 of each country, sorted by alpha-2.
const COUNTRIES: &str = "\
    ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA \
    AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES \
    BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK \
    CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA \
    DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA \
    GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS \
    GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD \
    IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA \
    KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA \
    LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ \
    MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC \
    NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM \
    PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC \
    SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV \
    SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR \
    TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR \
    VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE";

/// Codes of part 3, section 5, that are not in ISO 3166-1: Germany, Kosovo and the European Union;
/// British other than citizens; the United Nations, its agencies and missions, ICAO, the Neutral
/// Zone; other organisations; stateless persons, refugees and persons of unspecified nationality;
/// Utopia, which issues the specimens.
const OTHERS: &str = "D RKS EUE GBD GBN GBO GBP GBS UNO UNA UNK IAO NTZ \
    XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO XXA XXB XXC XXX UTO";

/// Alpha-2 codes outside ISO 3166-1 that people write, and what they stand for here.
const ALPHA2_OTHERS: &[(&str, &str)] =
    &[("DE", "D"), ("EU", "EUE"), ("UN", "UNO"), ("XK", "RKS"), ("UK", "GBR")];

/// ISO 3166-1 alpha-2 and alpha-3 codes.
pub fn countries() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRIES.split_ascii_whitespace().map(|pair| pair.split_at(2))
}

/// Whether `alpha2` is an ISO 3166-1 alpha-2 code, in capitals.
pub fn is_country(alpha2: &str) -> bool {
    ALPHA2.contains(alpha2)
}

/// Alpha-2 codes: asked for every word in capitals.
static ALPHA2: LazyLock<HashSet<&str>> =
    LazyLock::new(|| countries().map(|(code, _)| code).collect());

/// Every code that resolves, and the ICAO code it stands for: asked for every document.
static ICAO: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let two = countries();
    let three = countries().map(|(_, alpha3)| (alpha3, alpha3));
    let others = OTHERS.split_ascii_whitespace().map(|code| (code, code));
    let exceptions = ALPHA2_OTHERS.iter().copied().chain([("DEU", "D")]);
    two.chain(three).chain(others).chain(exceptions).collect()
});

/// The ICAO code for an alpha-2, alpha-3 or ICAO code in capitals, `<` being filler.
pub fn resolve(code: &str) -> Option<&'static str> {
    ICAO.get(code.trim_end_matches('<')).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_resolve_to_icaos() {
        let check = |code: &str, expect: Option<&str>| assert_eq!(resolve(code), expect, "{code}");
        check("CO", Some("COL"));
        check("COL", Some("COL"));
        check("DE", Some("D"));
        check("DEU", Some("D"));
        check("D<<", Some("D"));
        check("UK", Some("GBR"));
        check("XXA", Some("XXA"));
        check("UTO", Some("UTO"));
        check("UNO", Some("UNO"));
        check("ZZ", None);
        check("ZZZ", None);
        check("co", None);
        check("", None);
    }

    #[test]
    fn the_table_is_whole() {
        let sorted: Vec<_> = countries().collect();
        assert_eq!(sorted.len(), 249, "ISO 3166-1 lists 249 countries");
        assert!(sorted.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(sorted.iter().all(|(two, three)| two.len() == 2 && three.len() == 3));
    }
}
