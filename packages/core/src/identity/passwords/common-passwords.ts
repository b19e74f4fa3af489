/**
 * What passwords are commonly made of, as `is-common-password.ts` compares it: in lower case, without the
 * digits around it. Words, names and keyboard runs in English and Russian, the latter also in Latin letters
 * and as they come out on a Latin keyboard.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
123456qwerty 12345qwert 12345qwertasdfg 1234qwer 1234qwerasdf 123abc 123qwe 123qweasd 123qweasdzxc
1a2b3c 1a2b3c4d 1a2b3c4d5e 1a2s3d4f 1a2s3d4f5g 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx
1qaz2wsx3edc 1qazxsw2 1z2x3c4v 1й2ц3у4к 1й2ц3у4к5е a1b2c3 a1b2c3d4 a1b2c3d4e5 a1s2d3f4 a1s2d3f4g5
aaa aaaa aaron abc abc123 abc123abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghij
abigail access accessdenied account accounting acdc adam admin adminaccount adminadmin
administrator adminlogin adminpass adminpassword adminroot admintest adminuser adobe africa
airforce ajax alan albert aleksei alena alexander alexandr alexey alexis ali alice alina allah
alligator alphabet always amanda amazing amazon amber america amsterdam amy anastasia andrea
andrew andrey android angel angela angelangel angelbaby angelbird angelboy angelcat angeldog
angeldragon angeldream angeleagle angeleyes angelfish angelgirl angelheart angelina angelking
angellife angellove angelman angelmoon angelpanther angelqueen angelrose angels angelstar angelsun
angeltiger angelwolf angry ann anna anthony anton antonio anybody anything apple april aragorn
argentina army arsenal artem arthur asd123 asdasd asdf asdf1234 asdfg asdfgh asdfghj asdfghjk
asdfghjkl asdfjkl ashley asia assassin asshole atdhfkm athens atlanta audi august aunt austin
australia autumn avengers awesome azerty azertyuiop babe baby babyangel babybaby babybird babyboy
babycat babydog babydragon babydream babyeagle babyeyes babyfish babygirl babyheart babyking
babylife babylove babyman babymoon babypanther babyqueen babyrose babystar babysun babytiger
babywolf backup bacon banana bank banker barbara barcelona baseball basketball bass bastard batman
battlefield bayern bbbb bcde bcdef bcdefg bcdefgh bdfy beach beagle bear bears beast beatles
beautiful beckham beijing believe beliy benfica benjamin berlin bestfriend bestfriends
bestpassword betty beverly beyonce bhbyf bible bigangel bigbaby bigbird bigboy bigcat bigdaddy
bigdog bigdragon bigdream bigeagle bigeyes bigfish biggie biggirl bigheart bigking biglife biglove
bigman bigmoon bigpanther bigqueen bigrose bigstar bigsun bigtiger bigwolf biker billionaire billy
birthday bison bitch bitcoin biteme black blackangel blackbaby blackbird blackboy blackcat
blackdog blackdragon blackdream blackeagle blackeyes blackfish blackgirl blackheart blackking
blacklife blacklove blackman blackmoon blackpanther blackpink blackqueen blackrose blackstar
blacksun blacktiger blackwolf bless blessed blessing blink blue blueangel bluebaby blueberry
bluebird blueboy bluecat bluedog bluedragon bluedream blueeagle blueeyes bluefish bluegirl
blueheart blueking bluelife bluelove blueman bluemoon bluepanther bluequeen bluerose blues
bluestar bluesun bluetiger bluewolf bmw bobby boca bond boris boss boston boxing boy boyfriend
boys brandon bratan brazil brenda brian britain brittany bronco broncos bronze brother brown bruce
bryan bts buddha buffalo bujhm bulldog bulls bunny burger business buster butter butterfly
butthead bvcx bvcxz bycnbnen bynthytn california callofduty camaro camila canada candy captain car
carl carlos carmen carol carolyn cars cash cat catherine cats catwoman cbcntvf cbybq cdef cdefg
cdefgh cdefghi cdtnkfyf celtic celtics cerf cfnfyf cfvjktn cgfhnfr champion champions changeme
charger charizard charles charlotte cheese cheetah chelsea chempion cherniy cherry cheryl
chevrolet chevy chicago chicken chief child children chimp china chloe chocolate christ christian
christina christine christmas christopher church cinnamon cisco cjkysirj cjkywt claudia clever
cloud clouds cneltyn coach cobra coffee college company computer cookie cookies cool coolangel
coolbaby coolbird coolboy coolcat cooldog cooldragon cooldream cooleagle cooleyes coolfish
coolgirl coolheart coolking coollife coollove coolman coolmoon coolpanther coolqueen coolrose
coolstar coolsun cooltiger coolwolf corvette cosmos counterstrike cousin cow cowboy cowboys crazy
crazyangel crazybaby crazybird crazyboy crazycat crazydog crazydragon crazydream crazyeagle
crazyeyes crazyfish crazygirl crazyheart crazyking crazylife crazylove crazyman crazymoon
crazypanther crazyqueen crazyrose crazystar crazysun crazytiger crazywolf creative creed cricket
crocodile croft crypto crystal csyjr ctcnhf cthutq ctrhtn ctrhtnysq ctvmz cupcake customer cute
cvbn cvbnm cvetok cvthnm cxfcnmt cycling cynthia dad daddy daisy dallas dance dancer dancing
daniel daniela danielle daniil daria dark darkangel darkbaby darkbird darkboy darkcat darkdog
darkdragon darkdream darkeagle darkeyes darkfish darkgirl darkheart darkking darklife darklove
darkman darkmoon darkness darkpanther darkqueen darkrose darkstar darksun darktiger darkwolf
darling dasha database daughter david dbrf dbrnjh dcba dctktyyfz deadpool death debian deborah
debra december default defaultpassword defg defgh defghi defghij demo demon dengi denis denise
denmark dennis denver desert desire desktop destiny devil dfgh dfghj dfghjk dfghjkl diablo diamond
diana diane diego diesel dima disco djby djcrhtctymt djkr dkflbvbh dmitry doctor dodge dodgers dog
doggy dogs dollar dollars dolphin dolphins domain domino donald donkey donna doom doris dorothy
dortmund dostup douglas dragon dragonball drakon dream dreamer dreams driver drug drummer drums
druzya dtcyf dubai ducati duck dumbledore dylan dynamo eagle eagles earth easter easypassword edcb
edcba edward efgh efghi efghij efghijk egor egypt ekaterina elena elephant elfxf elijah elizabeth
elizaveta elvis email emerald emily eminem emma energy engine engineer england enigma eric erty
ertyu ertyui ertyuio ethan ethereum eugene euro europe eva evelyn evening everton everything
evgeny exbntkm explorer facebook faith falcon fall fallout family fantastic father fdsa fduecn
february fedc fedcb fedcba federer fedor felix fernanda fernando ferrari fevral fghi fghij fghijk
fghijkl fghj fghjk fghjkl fghtkm fgtkmcby fhntv finance finland firebird firefighter fireman
firstpassword fisherman fishing fitness fkbyf fktrcfylh fktrctq fkvfp flash florida flower flowers
fluffy flvby flvbybcnhfnjh football ford forest forever fortnite fortune fox france frances frank
freedom friday friend friends friendship frodo frog fuck fucker fuckme fuckoff fuckyou funny
futbol fylhtq fynjy fyutk fyyf gabriel gabriela galaxy galina game gamer games gaming gandalf
garden gary gbpltw gecko general genius gennady gentleman george georgy gerald germany geroy gfds
gfdsa gfdtk gfed gfedc gfedcb gfedcba gfgf gfhjkm ghbdtn ghbyw ghbywtccf ghfdlf ghij ghijk ghijkl
ghijklm ghjdthrf ghjk ghjkl ghost giant giants ginger giovanni giraffe girl girlfriend girls gizmo
gjxnf gjytltkmybr gladiator gloria glory gmail goalie god godisgood godisgreat goku gold golden
goldenangel goldenbaby goldenbird goldenboy goldencat goldendog goldendragon goldendream
goldeneagle goldeneyes goldenfish goldengirl goldenheart goldenking goldenlife goldenlove
goldenman goldenmoon goldenpanther goldenqueen goldenrose goldenstar goldensun goldentiger
goldenwolf golf golfer golfing goodbye goodpassword google goose gorilla grace grandma grandpa
gray greece green greenangel greenbaby greenbird greenboy greencat greenday greendog greendragon
greendream greeneagle greeneyes greenfish greengirl greenheart greenking greenlife greenlove
greenman greenmoon greenpanther greenqueen greenrose greenstar greensun greentiger greenwolf
gregory grey grigory guest guestaccount guestadmin guestlogin guestpass guestpassword guestroot
guesttest guestuser guitar gym gznybwf halloween halo hamilton hammer hamster handsome hannah hans
happy happyangel happybaby happybird happyboy happycat happydog happydragon happydream happyeagle
happyeyes happyfish happygirl happyheart happyking happylife happylove happyman happymoon
happypanther happyqueen happyrose happystar happysun happytiger happywolf hardcore harley
harleydavidson harold harrypotter hawk heart heather heaven helen hell hello helloworld hendrix
henry hermione hero hey hfrtnf hgfd hgfds hgfdsa hgfe hgfed hgfedc hgfedcb hgfedcba hijk hijkl
hijklm hijklmn hiphop hippo hjccbz hjkl hjpf hjvfirf hjvfy hobbit hockey hogwarts hokkey holiday
holland homyak honda honey hongkong honor hooter hope horse hosting hot hotangel hotbaby hotbird
hotboy hotcat hotdog hotdragon hotdream hoteagle hoteyes hotfish hotgirl hotheart hotking hotlife
hotlove hotmail hotman hotmoon hotpanther hotqueen hotrose hotstar hotsun hottiger hotwolf houston
howdy htrf hulk hunter hunting hurricane husband hustler iceman idiot igor ihgf ihgfe ihgfed
ihgfedc ihgfedcba ijkl ijklm ijklmn ijklmno ijrjkfl iloveaaron iloveadam ilovealan ilovealbert
ilovealexander iloveandrew iloveanthony iloveantonio ilovearthur iloveashley iloveaustin
ilovebarbara ilovebenjamin ilovebetty ilovebilly ilovebobby ilovebrandon ilovebrian ilovebruce
ilovebryan ilovecarl ilovecarlos ilovecats ilovecharles ilovechristian ilovechristopher ilovedad
ilovedaddy ilovedaniel ilovedavid ilovedennis ilovediego ilovedogs ilovedonald ilovedouglas
ilovedylan iloveedward iloveelijah iloveelizabeth iloveemily iloveeric iloveethan iloveeugene
ilovefelix ilovefernando ilovefootball ilovefrank ilovegabriel ilovegary ilovegeorge ilovegerald
ilovegiovanni ilovegod ilovegregory ilovehans iloveharold ilovehenry iloveher ilovehim ilovejack
ilovejacob ilovejames ilovejan ilovejason ilovejean ilovejeffrey ilovejennifer ilovejeremy
ilovejerry ilovejesse ilovejessica ilovejesus ilovejoe ilovejohn ilovejohnny ilovejonathan
ilovejordan ilovejorge ilovejose ilovejoseph ilovejoshua ilovejuan ilovejurgen ilovejustin
ilovekaren ilovekeith ilovekenneth ilovekevin ilovekimberly iloveklaus ilovekyle ilovelarry
ilovelawrence iloveleo iloveliam ilovelife ilovelinda ilovelisa ilovelogan ilovelouis iloveluc
iloveluca ilovelucas iloveluis ilovelukas ilovemarco ilovemargaret ilovemark ilovemarkus
ilovemartin ilovemary ilovemason ilovematthew ilovemax iloveme ilovemichael ilovemiguel ilovemom
ilovemommy ilovemoney ilovemusic ilovemy ilovenancy ilovenathan ilovenicholas ilovenoah
iloveoliver iloveoscar ilovepablo ilovepatricia ilovepatrick ilovepaul ilovepedro ilovepeter
ilovephilip ilovepierre ilovepizza iloveralph iloverandy iloveraymond iloverichard iloverobert
iloveroger iloveronald iloveroy iloverussell iloveryan ilovesamuel ilovesandra ilovesarah
ilovescott ilovesean ilovesimon ilovestefan ilovestephen ilovesteven ilovesummer ilovesusan
iloveterry ilovethomas ilovetimothy ilovetyler ilovevincent ilovewalter ilovewayne ilovewilliam
ilovewillie iloveyou ilovezachary ilya imagine india inferno infinity inna inspire instagram inter
internet invest iphone ira ireland irina irjkf ironmaiden ironman isabel isabella island israel
istanbul italy iuyt iuytr iuytre iuytrew iuytrewq ivan jack jackass jackson jacob jacqueline
jaguar james jamesbond jan janet janice january japan jasmine jason jazz jctym jean jedi jeep
jeffrey jennifer jeremy jerry jesse jessica jester jesus jesuschrist jhgf jhgfd jhgfds jhgfdsa
jihg jihgf jihgfe jihgfed jihgfedcba jklm jklmn jklmno jklmnop jkmuf jktu joan job joe john johnny
joker jonathan jordan jorge jose joseph joshua joyce jrtfy juan judith judo judy julia julie july
june jungle jupiter jurgen justice justin justinbieber justme juventus karate karen karina
katerina katherine kathleen kathryn katya kawasaki kayla keith kelly kenneth kevin keyf kflf kiev
killer kimberly king kingkong kirill kiss kisses kitten kitty kjhg kjhgf kjhgfd kjhgfds kjhgfdsa
kjiflm kjih kjihg kjihgf kjihgfe kjrjvjnbd klaus klmn klmno klmnop klmnopq klubnika klyuch knight
koala kobe kolya kompyuter konfeta konstantin korea korol koroleva koshka kostya kotik krasniy
krishna kristina krolik ksenia ktnj kyle labrador lady lake lakers lamborghini laptop lara larisa
larry lasvegas laura lauren lawrence lawyer lbyfvj leader lebron legend legolas lemon lena leo
leonid leopard letmein leto lexus lfif lhepmz lheu lhfrjy liam liberty lidia lightning lily linda
linkinpark linux lion lisa littleangel littlebaby littlebird littleboy littlecat littledog
littledragon littledream littleeagle littleeyes littlefish littlegirl littleheart littleking
littlelife littlelove littleman littlemoon littlepanther littlequeen littlerose littlestar
littlesun littletiger littlewolf liverpool liza lizard ljcneg ljxrf lkjh lkjhg lkjhgf lkjhgfd
lkjhgfdsa lkji lkjih lkjihg lkjihgf lmno lmnop lmnopq lmnopqr logan login logon loki london lori
losangeles loser loshad louis love loveangel lovebaby lovebird loveboy lovecat lovedog lovedragon
lovedream loveeagle loveeyes lovefish loveforever lovegirl loveheart loveking lovelife lovelove
lovely loveman loveme lovemoon lovepanther lovequeen lover loverose lovestar lovesun lovetiger
lovewolf loveyou ltkmaby ltleirf ltvjy ltybc ltymub lubimaya lubimiy lublu lubov luc luca lucas
lucia lucifer luck lucky luckyangel luckybaby luckybird luckyboy luckycat luckydog luckydragon
luckydream luckyeagle luckyeyes luckyfish luckygirl luckyheart luckyking luckylife luckylove
luckyman luckymoon luckypanther luckyqueen luckyrose luckystar luckysun luckytiger luckywolf luigi
luis lukas lvbnhbq lyuba lyublyu lyudmila macbook madison madonna madrid magic magical mail
mainstay major maksim mamochka man manager manchester mango maradona march marco margaret
margarita maria marie marilyn marina marine mario mark marketing markus marley mars martha martin
mary mashina mason master matrix matthew maverick max maxim maxwell may mazda medved megadeth
megan melissa mercedes merchant mercy merlin messi metal metallica mexico mia miami michael
michaeljordan michelle microsoft midnight miguel mikhail mila milan military millionaire minecraft
miracle misha mitsubishi mlkj mlkji mlkjih mlkjihg mnbv mnbvc mnbvcx mnbvcxz mnop mnopq mnopqr
mnopqrs mom mommy monday money monica monkey monster moon moonlight mordor more morning morpheus
moscow moskva mother motorcycle mountain mouse music mustang myaccount myangel mybaby mybirthday
mybusiness mycar mycat mycompany mycomputer mydad mydaughter mydog mydream myemail myfamily
myfriend myheart myhouse myhusband myking mylife mylogin mylove mymom mymoney myname mypass
mypassword myprince myprincess myqueen mysecret myshka myson mysql mystery mywife myworld nadal
nadezhda nancy naruto nascar nastena nastya natalia natalie natasha nathan navy nbuh nbvc nbvcx
nbvcxz nebo nemesis neo netflix network never newpassword newyear newyork neymar nfnmzyf nfyr
nicholas nicole night nikita nikogda nikolay nina ninja nintendo nirvana nissan nmlk nmlkj nmlkji
nmlkjih noah nobody nopassword nopq nopqr nopqrs nopqrst norway nothing november ntcn nurse ocean
october office oiuy oiuyt oiuytr oiuytre oiuytrewq okean oksana oldpassword oleg olga oliver
olivia olya omega onedirection onepiece onml onmlk onmlkj onmlkji opensesame openup operator opqr
opqrs opqrst opqrstu oracle orange orchid oscar osen outlook overwatch owl pablo packers pakistan
pamela pancake panda pandora panther papochka paris parol parrot pasha passcode passion passphrase
passw0rd password passwort patricia patrick patriot patriots paul pavel payment pbvf pdtplf peace
peach peanut pearl pedro pele penguin pepper perfect peter petr pfqrf phantom philip phoenix
photoshop piano pierre pig pikachu pilot pimp pink pirate pizza pjkjnj planet platinum playboy
player players playstation please pleasure pobeda pochta poiu poiuy poiuyt poiuytr poiuytrewq
pokemon poland police polina ponm ponml ponmlk ponmlkj pony poodle popcorn popeye porn porsche
porto portugal postgres potter power pqrs pqrst pqrstu pqrstuv prague pravda prayer president
pretty prince princess prints printsessa private privet prodigy product project proverka ptktysq
ptybn pumpkin punk puppy purple pussy q1w2e3 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx qazwsxedc
qpon qponm qponml qponmlk qqq qqqq qrst qrstu qrstuv qrstuvw quake queen qwaszx qwe123 qwe123asd
qwe123qwe qweasd qweasdzxc qweqwe qwer qwer1234 qwert qwerty qwerty123qwerty qwertyu qwertyui
qwertyuio qwertyuiop qwertz qwertzuiop rabbit rabota racer rachel racing raiders rain rainbow
raketa ralph randy rangers rap rapper raven ravens raymond realmadrid rebecca rebel red redangel
redbaby redbird redboy redcat reddog reddragon reddream redeagle redeyes redfish redgirl redheart
redking redlife redlove redman redmoon redpanther redqueen redrose redsox redstar redsun redtiger
redwolf rewq rfnz rhbcnbyf rhfcysq rhino rhjkbr rich richard rider rihanna rita river rjcvjc
rjhjkm rjhjktdf rjirf rjnbr rjyatnf robert robin roblox rock rocker rocket rocknroll rocky roger
roman rome ronald ronaldo rooster root rootaccount rootadmin rootlogin rootpass rootpassword
rootroot roottest rootuser rose roses rossi rossiya rottweiler router roy roza rqpo rqpon rqponm
rqponml rstu rstuv rstuvw rstuvwx rtyu rtyui rtyuio rtyuiop ruby rugby runner running rush ruslan
russell russia ruth ryan sad safepassword sailor sakura sales samantha samolet samsung samuel
samurai sandra sapphire sara sarah sasha sasuke satan saturday saturn schastie schastye school
schumacher scooby scooter scorpion scotland scott sdfg sdfgh sdfghj sdfghjk sea sean season
seattle secret securepassword sega sekret semya senna september serebro serega sergeant sergey
server serveraccount serveradmin serverlogin serverpass serverpassword serverroot servertest
serveruser service sestra sex sexy sexyangel sexybaby sexybird sexyboy sexycat sexydog sexydragon
sexydream sexyeagle sexyeyes sexyfish sexygirl sexyheart sexyking sexylife sexylove sexyman
sexymoon sexypanther sexyqueen sexyrose sexystar sexysun sexytiger sexywolf shadow shakira
shanghai shark sharon shirley shit shkola shokolad signin silver simba simon simple simplepassword
singapore singer sister skateboard skating skull sky skype skyrim skywalker slipknot smart smokey
snake sniper snoopy snow snowball snowboard snowflake snowman sobaka soccer sofia softball sofya
soldier solnce solnishko somebody something son sonic sophia sophie sorry space spain spanky
sparky spartak spartan spider spiderman spring srqp srqpo srqpon srqponm stallion stanislav star
starcraft starlight stars startrek starwars stas stealth steelers stefan stepan stephanie stephen
steven sticky stinky storm strawberry strength striker strong strongpassword student stupid stuv
stuvw stuvwx stuvwxy subaru success sugar summer sun sunday sunflower sunrise sunset sunshine
superadmin superangel superbaby superbird superboy supercat supercool superdog superdragon
superdream supereagle supereyes superfish supergirl superheart superhero superking superlife
superlove superman supermario supermega supermoon superpanther superpass superpassword superpower
superqueen superrose supersecret supersecure superstar superstrong supersun supertiger superuser
supervisor superwolf support surfer surfing susan suzuki sveta svetlana svoboda swan sweden sweet
sweetangel sweetbaby sweetbird sweetboy sweetcat sweetdog sweetdragon sweetdream sweeteagle
sweeteyes sweetfish sweetgirl sweetheart sweetie sweetking sweetlife sweetlove sweetman sweetmoon
sweetpanther sweetqueen sweetrose sweetstar sweetsun sweettiger sweetwolf swimming system
systemaccount systemadmin systemlogin systempass systempassword systemroot systemtest systemuser
tamara tanya tarzan tatiana tdutybq teacher team techno teddy telegram temp temporary temppassword
tennis teresa terry tesla test testaccount testadmin tester testing testlogin testpass
testpassword testroot testtest testuser tetris texas thanks thankyou thebeast thebest theboss
thedark thedragon theend thegame thekiller theking thelegend theman themaster thematrix themonster
theone thepassword thequeen theresa therock theworld thomas thor thunder thursday tiffany tiger
tigger timothy timur tinker titan tktyf today tokyo tomorrow topgun tornado toronto toyota trader
trading trance trew trewq trinity trouble truck trucks trumpet trust trustno trustnoone truth tsrq
tsrqp tsrqpo tsrqpon tuesday tupac turbo turkey turtle tuvw tuvwx tuvwxy tuvwxyz tweety twitter
tyler tyson tyui tyuio tyuiop ubuntu udacha uiop ujcnm ujhf ukraine ulyana uncle unicorn united
universe university usa user useraccount useradmin userlogin userpass userpassword userroot
usertest useruser uthjq utsr utsrq utsrqp utsrqpo uvwx uvwxy uvwxyz uytr uytre uytrew uytrewq
vacation vader vadim valentin valentina valeria valorant vampire vanilla vanya vasily vbh vbkkbjy
vbnm vcxz vegas vegeta venus vera veronika vesna vfhbyf vfhbz vfhn vfibyf vfrcbv vfvf vhod victor
victoria victory vienna vika viking vikings viktor viktoria vincent violet violin viper virginia
vitaly vjcrdf vjht vlad vladimir vladislav voldemort volk volkswagen volleyball volvo voyager
vsegda vsirf vthctltc vtldtlm vuts vutsr vutsrq vutsrqp vwxy vwxyz vyacheslav wales walker wallet
walter warcraft warlock warrior warsaw wasd wayne wdtnjr weather web website wednesday weekend
welcome werewolf wert werty wertyu wertyui whale whatever whatsapp whatsup white whiteangel
whitebaby whitebird whiteboy whitecat whitedog whitedragon whitedream whiteeagle whiteeyes
whitefish whitegirl whiteheart whiteking whitelife whitelove whiteman whitemoon whitepanther
whitequeen whiterose whitestar whitesun whitetiger whitewolf wife william williams willie willow
windows winner winners winter wish wishes witcher wizard wolf wolverine wolves woman wonderful
woods work worker world wrestling wvut wvuts wvutsr wvutsrq wxyz xanadu xbox xcvb xcvbn xcvbnm
xthysq xtvgbjy xwvu xwvut xwvuts xwvutsr xxxx xyz yabloko yahoo yamaha yana yankee yankees
yaroslav ybrbnf ybrjkfq yellow yesterday yfcnz yfnfif yoda yourpassword youtube ytre ytrew ytrewq
yuio yuiop yulia yuri yxwv yxwvu yxwvut yxwvuts z1x2c3v4 z1x2c3v4b5 zachary zaika zaphod zaq12wsx
zaq12wsxcde3 zaq1xsw2 zayka zebra zelda zenit zeppelin zhanna zhenya zhizn zidane zima zoe zoloto
zombie zorro zoya zvezda zxc123 zxcv zxcv1234 zxcvb zxcvbn zxcvbnm zxczxc zydfhm zyxw zyxwv zyxwvu
zyxwvut zzz zzzz август админ администратор александр алексей алина алмаз ангел андрей анна антон
апельсин апрель артем бабушка банан белый блять брат весна вика виктор владимир воин волк
воскресенье вселенная вход герой гора гость даша дедушка декабрь дельфин демон денис деньги динамо
дмитрий добро доступ дочка дракон друг друзья евгений елена жигули жизнь зайка звезда зеленый
зенит зима золото иван игорь институт интернет ирина июль июнь йцуке йцукен йцукенг катя клубника
ключ компьютер конфета королева король космос котик кошка красный кристина кролик ксюша лада лето
локомотив лошадь луна любимая любимый люблю любовь максим мама марина мария март машина медведь
мерседес миллион мир михаил море москва мышка настя наташа небо никита николай ноябрь океан
октябрь олег ольга осень павел папа пароль пиздец победа понедельник почта правда привет принц
принцесса проверка пятница работа ракета река роза роман ромашка россия самолет сатана светлана
свобода секрет секретный семья сентябрь сергей серебро сестра синий система смерть собака солнце
солнышко спартак студент суббота сука счастье сынок танк татьяна тест тигр удача учитель февраль
футбол фыва фывапро фывапролдж хоккей хомяк хуй цветок цукен чемпион черный школа шоколад юля
яблоко январь ячсмить ячсмитьбю
`
    .trim()
    .split(/\s+/),
);
